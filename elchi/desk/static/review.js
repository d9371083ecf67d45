// Keys for those who look through rows: they act while a row has the focus, and on that row alone.
"use strict";
const list = document.getElementById("unsure");
const keys = document.getElementById("keys");
if (list && keys) {
  const rows = [...list.querySelectorAll(".unsure")];
  const go = (row) => row && row.focus();
  const act = (row, key) => {
    const found = row.querySelector(`[data-key="${key}"]`);
    if (found instanceof HTMLFormElement) found.requestSubmit();
    else if (found instanceof HTMLDetailsElement) {
      found.open = true;
      found.querySelector("textarea").focus();
    } else found.click();
  };
  // What a key says: its letter or, where that is not Latin (Russian, Kazakh), the one that stands there on Latin keyboards.
  const said = ({ key, code, shiftKey }) => {
    if (key === "?" || (shiftKey && code === "Slash")) return "?";
    if (shiftKey) return "";
    return /^[a-z]$/i.test(key) ? key.toLowerCase() : code.replace(/^Key/, "").toLowerCase();
  };
  list.addEventListener("keydown", (event) => {
    const row = event.target.closest(".unsure");
    if (!row || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input, textarea, select")) {
      if (event.key === "Escape") go(row);
      return;
    }
    const at = rows.indexOf(row), key = said(event);
    if (key === "j") go(rows[at + 1]);
    else if (key === "k") go(rows[at - 1]);
    else if (key === "?") keys.open = !keys.open;
    else if (["a", "r", "e", "n"].includes(key)) act(row, key);
    else return;
    event.preventDefault();
  });
  go(rows.find((row) => `#${row.id}` === location.hash) ?? rows[0]);
}
