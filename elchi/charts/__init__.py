"""Charts as SVG, drawn from plain values: strings of one `<svg>` element, for a page that has the figures in a table.

Every chart takes `title` and `desc`, what it shows and what is to be seen in it, in the reader's language. Labels are
text, escaped and cut here. A chart is under 15 KB and drawn in under 10 ms, is the same for the same values, and has no
style attribute, script or id. Its looks are `static/charts.css`: put it into an element of class `chart-box`, by whose
width the size of its words is chosen. Days are dates or ISO 8601 strings; `YYYY-MM` will do where months are drawn.

`Names(months, weekdays, day, number)`
    how the reader's language names them; of Babel `[*locale.months["stand-alone"]["abbreviated"].values()]`, the same
    of `locale.days`, `words.day`, `words.number`
`bars(rows, labels, other, names, title, desc)`
    counts over time, stacked: rows of (day, series, count); `labels` series → label; what has none there is `other`
`binned(rows, most=60)`
    the same rows summed by month, quarter or year, as `bars` draws them
`calendar(counts, last, names, title, desc)`
    contacts by day in the 53 weeks up to `last`: counts are day → number
`trend(months, yearly, names, title, desc)`
    months of (start, count, days), `yearly` (change, low, high) or None: the fields of `answers.trend.Trend`
`strip(rows, labels, names, title, desc)`
    rows of (day, stance, count) as dots, a lane for each stance of `labels`
`spark(counts, title, desc)`
    a tiny line, for a cell of a table
`network(nodes, edges, title, desc)`
    nodes Node(code, label, href), edges (code, code, contacts): gives chart, nodes left out, edges left out
`world_map(pins, title, desc)`
    pins Pin(lat, lon, label, count, href): gives chart, pins left out

Raises ValueError where a day is none, and KeyError where a stance has no label.
"""

from elchi.charts.bars import bars
from elchi.charts.calendar import calendar
from elchi.charts.map import Pin, world_map
from elchi.charts.network import Node, network
from elchi.charts.spans import Names, binned
from elchi.charts.spark import spark
from elchi.charts.strip import strip
from elchi.charts.trend import trend

__all__ = ["Names", "Node", "Pin", "bars", "binned", "calendar", "network", "spark", "strip", "trend", "world_map"]
