"""A line so small that it fits into the cell of a table."""

from __future__ import annotations

from collections.abc import Sequence

from elchi.charts.svg import num, told

BROAD, HIGH = 120.0, 24.0
MOST = 120


def spark(counts: Sequence[int], title: str, desc: str) -> str:
    """Counts at even steps as a line from nought, its end marked; more than 120 are summed by twos, threes …"""
    each = -(-len(counts) // MOST) or 1
    sums = [sum(counts[i:i + each]) for i in range(0, len(counts), each)]
    most = max(sums, default=0) or 1
    step = (BROAD - 8) / max(1, len(sums) - 1)
    points = [f"{num(4 + i * step)} {num(HIGH - 4 - (HIGH - 8) * n / most)}" for i, n in enumerate(sums)]
    line = (f'<path class="accent" stroke="currentColor" stroke-width="1.5" fill="none" d="M{"L".join(points)}"/>'
            f'<path class="accent end" stroke="currentColor" stroke-width="5" d="M{points[-1]}h0"/>') if points else ""
    return (f'<svg xmlns="http://www.w3.org/2000/svg" class="spark" role="img" viewBox="0 0 {num(BROAD)} {num(HIGH)}">'
            f"<title>{told(title, 200)}</title><desc>{told(desc, 600)}</desc>"
            f'<path class="grid" stroke="currentColor" d="M4 {num(HIGH - 4)}H{num(BROAD - 4)}"/>{line}</svg>')
