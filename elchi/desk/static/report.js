// Lights the sentence of the row that the pointer or the keyboard is on, and the rows of a sentence.
"use strict";
const reading = document.getElementById("reading");
if (reading) {
  const light = (target, on) => {
    const row = target.closest("[data-row]");
    const mark = target.closest("[data-rows]");
    const uids = row ? [row.dataset.row] : mark ? mark.dataset.rows.split(" ") : [];
    for (const uid of uids) {
      const found = row ? reading.querySelectorAll(`mark[data-rows~="${uid}"]`) : [document.getElementById(uid)];
      for (const one of found) one.classList.toggle("lit", on);
    }
  };
  for (const [name, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    reading.addEventListener(name, (event) => light(event.target, on));
  }
}
