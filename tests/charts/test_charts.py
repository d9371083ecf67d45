from __future__ import annotations

import re
import time
import timeit
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from elchi.charts import Names, Node, Pin, bars, binned, calendar, network, spark, strip, trend, world_map
from elchi.charts.make_outlines import outlines
from elchi.charts.spans import rounds, span_name

STATIC = Path(__file__).parents[2] / "elchi" / "desk" / "static"
MONTHS = ["янв.", "февр.", "март", "апр.", "май", "июнь", "июль", "авг.", "сент.", "окт.", "нояб.", "дек."]
NAMES = Names(MONTHS, ["пн", "вт", "ср", "чт", "пт", "сб", "вс"], lambda day: f"{day} г.", lambda n: f"{n:,}")
HOSTILE = ["<script>alert(1)</script>", '"><a href="x" style="y">', "&amp;\x00\x1b[31m\ufffe\u202e", "字" * 500, "",
           "]]>'", "Ж" * 300, "ordinary"]
KEYS = [f"s{i}" for i in range(10)]
LABELS = dict(zip(KEYS, [*HOSTILE, "visit", "call"], strict=True))

days = st.dates(date(1990, 1, 1), date(2035, 12, 31))
counts = st.one_of(st.integers(0, 40), st.integers(0, 10 ** 15))
rows = st.lists(st.tuples(days, st.sampled_from(KEYS), counts), max_size=200)
words = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=80))


def checked(chart: str) -> str:
    """The chart, which is well-formed, small, and without what the page's policy forbids or no number."""
    root = ElementTree.fromstring(chart)
    names = [element.tag.rpartition("}")[2] for element in root.iter()]
    assert root.attrib["viewBox"] and root.attrib["role"] in ("img", "group")
    assert names.count("svg") == 1 and [child.tag.rpartition("}")[2] for child in root][:2] == ["title", "desc"]
    assert not {"script", "style", "foreignObject"} & set(names)
    for element in root.iter():
        assert not {name for name in element.attrib if name in ("style", "id") or name.startswith("on")}
        drawn = " ".join(value for name, value in element.attrib.items() if name not in ("href", "class"))
        assert not re.search(r"nan|inf|None|e[+-]\d", drawn), drawn
    assert len(chart.encode()) < 15_000
    return chart


@given(rows, words)
@settings(max_examples=60, deadline=None)
def test_bars_hold_any_counts(rows: list[tuple[date, str, int]], title: str) -> None:
    assert checked(bars(rows, LABELS, "other", NAMES, title, title)) == bars(rows, LABELS, "other", NAMES, title, title)


@given(rows, words)
@settings(max_examples=60, deadline=None)
def test_a_strip_holds_any_counts(rows: list[tuple[date, str, int]], title: str) -> None:
    checked(strip(rows, LABELS, NAMES, title, title))


@given(st.dictionaries(st.dates(date(2024, 1, 1), date(2026, 12, 31)), counts), days)
@settings(max_examples=40, deadline=None)
def test_a_calendar_holds_any_counts(counts: dict[date | str, int], last: date) -> None:
    checked(calendar(counts, last, NAMES, "t", "d"))


@given(st.lists(st.tuples(counts, st.integers(1, 31)), max_size=500), st.tuples(*[st.floats(1e-3, 1e3)] * 3))
@settings(max_examples=60, deadline=None)
def test_a_trend_holds_any_counts(told: list[tuple[int, int]], yearly: tuple[float, float, float]) -> None:
    months = [(f"{1990 + i // 12}-{i % 12 + 1:02}-01", n, d) for i, (n, d) in enumerate(told)]
    low, change, high = sorted(yearly)
    checked(trend(months, (change, low, high), NAMES, "t", "d"))
    checked(trend(months, None, NAMES, "t", "d"))


@given(st.lists(counts, max_size=400), words)
@settings(max_examples=40, deadline=None)
def test_a_spark_holds_any_counts(counts: list[int], title: str) -> None:
    checked(spark(counts, title, title))


@given(st.lists(words, max_size=60), st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70), counts), max_size=300))
@settings(max_examples=40, deadline=None)
def test_a_network_holds_any_contacts(labels: list[str], edges: list[tuple[int, int, int]]) -> None:
    nodes = [Node(str(n), label, f"/{n}?a=1&b=2") for n, label in enumerate(labels)]
    chart, dropped, _ = network(nodes, [(str(a), str(b), count) for a, b, count in edges], "t", "d")
    assert dropped == max(0, len(nodes) - 40) and checked(chart).count("<a href=") == len(nodes) - dropped


@given(st.lists(st.builds(Pin, st.floats(-90, 90), st.floats(-180, 180), words, counts, st.just("/a?b&c")),
                max_size=60))
@settings(max_examples=40, deadline=None)
def test_a_map_holds_any_pins(pins: list[Pin]) -> None:
    chart, dropped = world_map(pins, "t", "d")
    assert dropped == max(0, len(pins) - 40) and checked(chart).count("<a href=") == len(pins) - dropped


def full(labels: dict[str, str]) -> dict[str, Callable[[], object]]:
    """Each chart with as much as it may have to show."""
    told = [(f"{2016 + i // 12}-{i % 12 + 1:02}", key, i * 7 % 50 + n)
            for i in range(120) for n, key in enumerate(KEYS)]
    last = date(2026, 3, 20)
    nodes = [Node(str(n), "Объединённые Эмираты", f"/{n}") for n in range(40)]
    edges = [(str(a), str(b), 1 + a * b % 13) for a in range(40) for b in range(a)]
    return {"bars": lambda: bars(told, labels, "прочее", NAMES, "t", "d"),
            "strip": lambda: strip(told, labels, NAMES, "t", "d"),
            "calendar": lambda: calendar({last - timedelta(days=n): n + 1 for n in range(371)}, last, NAMES, "t", "d"),
            "trend": lambda: trend([(f"{month}-01", n, 30) for month, _, n in told[::10]], (1.2, 1.1, 1.3), NAMES,
                                   "t", "d"),
            "spark": lambda: spark(list(range(120)), "t", "d"),
            "network": lambda: network(nodes, edges, "t", "d")[0],
            "map": lambda: world_map([Pin(n, n * 2, "Эль-Кувейт", n, "/a") for n in range(40)], "t", "d")[0]}


@pytest.mark.parametrize("name", full(LABELS))
def test_a_full_chart_is_small_and_drawn_at_once(name: str) -> None:
    drawn = full(LABELS)[name]
    checked(str(drawn()))
    assert min(timeit.repeat(drawn, number=1, repeat=20, timer=time.process_time)) < 0.010


def test_months_are_binned_by_quarter_and_year_where_they_are_many() -> None:
    assert binned([("2024-01", "a", 1), ("2024-01-31", "a", 2), ("2024-03", "b", 4)]).counts == ({"a": 3}, {}, {"b": 4})
    quarters = binned([("2016-02", "a", 1), ("2025-12", "a", 2)])
    assert (quarters.step, len(quarters.counts), quarters.counts[-1]["a"]) == (3, 40, 2)
    assert span_name(quarters.first, quarters.step, NAMES) == "янв.–март 2016"
    assert binned([("1990-02", "a", 1), ("2025-12", "a", 2)]).step == 12


@pytest.mark.parametrize(("most", "ticks"), [(0, [0, 1]), (1, [0, 1]), (3, [0, 1, 2, 3]), (17, [0, 5, 10, 15, 20]),
                                             (80, [0, 20, 40, 60, 80])])
def test_ticks_are_round_numbers(most: int, ticks: list[float]) -> None:
    assert rounds(most) == ticks


def test_the_line_of_a_trend_has_as_many_contacts_as_there_were() -> None:
    from elchi.charts.trend import _fitted
    parts = [(3, 31), (0, 28), (9, 31), (4, 12)]
    for ratio in (0.001, 1.0, 1.7, 1000.0):
        line = _fitted(parts, ratio)
        assert sum(rate * days / 30 for rate, (_, days) in zip(line, parts, strict=True)) == pytest.approx(16)


def test_what_hangs_together_lies_together() -> None:
    edges = [(a, b, 5) for group in ("abc", "xyz") for a in group for b in group if a < b]
    chart, *left = network([Node(c, c, f"/{c}") for c in "abcxyz"], [*edges, ("a", "x", 1), ("a", "a", 9)], "t", "d")
    at = {href: complex(float(x), float(y)) for href, x, y in re.findall(r'href="/(.)".*?cx="(.*?)" cy="(.*?)"', chart)}
    assert abs(at["b"] - at["c"]) < abs(at["b"] - at["y"]) and left == [0, 0]


def test_a_pin_lies_where_the_outlines_have_its_place() -> None:
    chart, _ = world_map([Pin(29.4, 48, "Kuwait", 1, "/k"), Pin(51.1, 71.4, "Astana", 2, "/a")], "t", "d")
    x, y, width, height = map(float, re.findall(r' x="(.*?)" y="(.*?)" width="(.*?)" height="(.*?)"', chart)[0])
    dots = re.findall(r'cx="(.*?)" cy="(.*?)"', chart)
    for (cx, cy), (lat, lon) in zip(dots, [(51.1, 71.4), (29.4, 48)], strict=True):
        assert (float(cx) - x) / width * 360 - 180 == pytest.approx(lon, abs=0.1)
        assert 90 - (float(cy) - y) / height * 180 == pytest.approx(lat, abs=0.1)


def test_outlines_across_the_date_line_are_drawn_at_either_end() -> None:
    topology = {"transform": {"scale": [1, 1], "translate": [0, 0]},
                "arcs": [[[179, 10], [2, 0], [0, 2], [-2, 0], [0, -2]]],
                "objects": {"countries": {"geometries": [{"type": "Polygon", "arcs": [[0]]}]}}}
    assert re.findall(r"M(-?\d+)", outlines(topology)) == ["1790", "-1810"]
    topology["arcs"] = [[[179, 10], [-358, 0], [0, 2], [358, 0], [0, -2]]]
    assert "l20 0 0-20" in outlines(topology)


def test_the_outlines_are_one_small_file_without_looks_of_its_own() -> None:
    text = (STATIC / "world.svg").read_text("utf-8")
    root = ElementTree.fromstring(text)
    assert root.attrib["viewBox"] == "-180 -90 360 180" and len(text) < 150_000 and "style" not in text


def themes() -> Iterator[dict[str, str]]:
    css = (STATIC / "charts.css").read_text("utf-8")
    for block in re.findall(r":root \{(.*?)\}", css, re.DOTALL):
        yield dict(re.findall(r"--([\w-]+): (#\w+);", block))


def _light(colour: str) -> float:
    """Relative luminance: WCAG 2.2."""
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def test_what_is_drawn_stands_out_from_the_paper() -> None:
    found = list(themes())
    assert len(found) == 3
    for theme in found:
        for name, least in {"chart-ink": 7, "chart-faint": 4.5, "chart-accent": 4.5, "chart-edge": 3, "heat-1": 3,
                            **{f"chart-{n}": 3 for n in range(8)}}.items():
            bright, dark = sorted((_light(theme[name]), _light(theme["chart-paper"])), reverse=True)
            assert (bright + 0.05) / (dark + 0.05) >= least, (name, theme[name])
        heat = [_light(theme[f"heat-{n}"]) for n in range(5)]
        assert heat in (sorted(heat), sorted(heat, reverse=True))


SEEN = {"protanopia": ([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                        [-0.003882, -0.048116, 1.051998]], 14),
        "deuteranopia": ([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                          [-0.01182, 0.04294, 0.968881]], 14),
        "tritanopia": ([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                        [0.004733, 0.691367, 0.3039]], 8)}
"""What linear red, green and blue become to the colour-blind (Machado, Oliveira & Fernandes 2009, severity 1), and
how far colours must lie apart then."""


def _lab(linear: Any) -> Any:
    """CIELAB of linear red, green and blue, white D65: CIE 15."""
    x = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ np.clip(linear, 0, 1)
    f = np.cbrt(np.maximum(x / np.array([0.9505, 1, 1.089]), 1e-4))
    return np.array([116 * f[1], 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("kind", SEEN)
def test_the_colour_blind_tell_series_apart(kind: str) -> None:
    matrix, least = SEEN[kind]
    for theme in themes():
        colours = [bytes.fromhex(theme[name][1:]) for name in ("chart-edge", *(f"chart-{n}" for n in range(8)))]
        seen = [_lab(np.array(matrix) @ ((np.array(list(colour)) / 255 + 0.055) / 1.055) ** 2.4) for colour in colours]
        for n, one in enumerate(seen):
            for m, other in enumerate(seen[:n]):
                assert np.linalg.norm(one - other) >= least, (n - 1, m - 1)


@pytest.mark.parametrize("wide", [320, 900])
def test_words_are_read_and_do_not_overlap(wide: int, chromium: Browser, tmp_path: Path) -> None:
    labels = dict(zip(KEYS, ["визит", "встреча", "телефонный разговор", "послание", "видеоконференция", "переговоры",
                             "консультации", "прочее", "выражает озабоченность", "призывает"], strict=True))
    told = {name: str(drawn()) for name, drawn in full(labels).items() if name not in ("spark", "network", "map")}
    styles = "".join(f"<style>{(STATIC / name).read_text('utf-8')}</style>" for name in ("desk.css", "charts.css"))
    page = tmp_path / "page.html"
    page.write_text(f"<!DOCTYPE html><meta charset=utf-8>{styles}<main>"
                    + "".join(f'<figure class="chart-box">{chart}</figure>' for chart in told.values()), "utf-8")
    opened = chromium.new_page(viewport={"width": wide, "height": 800})
    opened.goto(page.as_uri())
    charts = opened.evaluate("""() => [...document.querySelectorAll("svg")].map(svg => ({
        right: svg.getBoundingClientRect().right, words: [...svg.querySelectorAll("text")].map(text => {
            const box = text.getBoundingClientRect(), scale = svg.getScreenCTM().a;
            return {size: parseFloat(getComputedStyle(text).fontSize) * scale, text: text.textContent,
                    left: box.left, right: box.right, top: box.top, bottom: box.bottom};
        }).filter(word => word.right > word.left)}))""")
    opened.close()
    for chart in charts:
        assert chart["words"]
        for n, word in enumerate(chart["words"]):
            assert word["size"] >= 9.9 and word["right"] <= chart["right"] + 3, word
            for other in chart["words"][:n]:
                assert (word["left"] >= other["right"] - 1 or other["left"] >= word["right"] - 1
                        or word["top"] >= other["bottom"] - 4 or other["top"] >= word["bottom"] - 4), (word, other)
