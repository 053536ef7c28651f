"""Charts as SVG that a page can hold: no script, and text and lines in the page's own colour."""

import io
import re
from functools import singledispatch
from typing import Any

import numpy as np

from evals.charts import Bars, Confusion, CoverageRisk, Reliability, Trajectories

INK = "#123456"
"""Drawn in this, and then replaced by the page's text colour, so that dark pages read well."""

BLUE, ORANGE = "#4c8dd6", "#e08a3c"
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "rapport",
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": INK,
    "ytick.color": INK,
}


def svg(chart: Any) -> str:
    """One chart as an `<svg>` element, scaled by its container."""
    import matplotlib as mpl

    mpl.use("svg")
    with mpl.rc_context(STYLE):
        return _inline(_draw(chart))


def _inline(figure: Any) -> str:
    import matplotlib.pyplot as plt

    out = io.StringIO()
    figure.savefig(out, format="svg", transparent=True, metadata={"Date": None})
    plt.close(figure)
    text = out.getvalue()
    text = text[text.index("<svg") :].replace(INK, "currentColor")
    # The page scales it by its viewBox; fixed points would not fit a phone.
    text = re.sub(r' (width|height)="[\d.]+pt"', "", text, count=2)
    return re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)


def _axes(width: float, height: float) -> tuple[Any, Any]:
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(width, height), layout="constrained")
    return figure, axes


@singledispatch
def _draw(chart: Any) -> Any:
    raise TypeError(f"There is no drawing of {type(chart).__name__}.")


@_draw.register
def _(chart: Confusion) -> Any:
    """Each row as shares of its label, so that rare labels can be read; counts in the cells."""
    counts = np.array(chart.counts, dtype=float)
    shares = counts / np.maximum(1, counts.sum(axis=1, keepdims=True))
    size = max(3.4, 0.52 * len(chart.labels) + 1.6)
    figure, axes = _axes(size, size * 0.92)
    # From clear to blue: zero is the page itself, light or dark.
    colours = np.zeros((*shares.shape, 4))
    colours[..., :3] = np.array([0x4C, 0x8D, 0xD6]) / 255
    colours[..., 3] = shares
    axes.imshow(colours)
    names = [label.replace("_", " ") for label in chart.labels]
    axes.set_xticks(range(len(names)), names, rotation=45, ha="right", rotation_mode="anchor")
    axes.set_yticks(range(len(names)), names)
    axes.set_xlabel("as read")
    axes.set_ylabel("as labelled")
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    for (row, column), count in np.ndenumerate(counts):
        if count:
            axes.text(column, row, int(count), ha="center", va="center", fontsize=8)
    return figure


@_draw.register
def _(chart: Reliability) -> Any:
    figure, axes = _axes(4.6, 3.9)
    axes.plot([0, 1], [0, 1], color=INK, linewidth=1, linestyle=(0, (4, 4)))
    most = max((count for *_, count in chart.bins), default=1)
    sizes = [20 + 280 * count / most for *_, count in chart.bins]
    sure, right = [b[0] for b in chart.bins], [b[1] for b in chart.bins]
    axes.plot(sure, right, color=BLUE, linewidth=1.5)
    axes.scatter(sure, right, s=sizes, color=BLUE, alpha=0.75, linewidths=0)
    axes.set(xlim=(0, 1.03), ylim=(0, 1.03), xlabel="confidence", ylabel="accuracy")
    axes.text(1, 0.04, f"expected calibration error {chart.error:.3f}", ha="right")
    return figure


@_draw.register
def _(chart: CoverageRisk) -> Any:
    figure, axes = _axes(4.6, 3.9)
    axes.fill_between(chart.coverage, chart.risk, color=ORANGE, alpha=0.2, linewidth=0)
    axes.plot(chart.coverage, chart.risk, color=ORANGE, linewidth=1.8)
    top = max(0.1, 1.1 * max(chart.risk, default=0.1))
    axes.set(xlim=(0, 1), ylim=(0, min(1, top)))
    axes.set(xlabel="share answered, surest first", ylabel="share of them wrong")
    return figure


@_draw.register
def _(chart: Trajectories) -> Any:
    import matplotlib.pyplot as plt

    count = max(1, len(chart.lines))
    figure, grid = plt.subplots(
        1, count, figsize=(2.9 * count, 2.6), sharey=True, squeeze=False, layout="constrained"
    )
    for axes, line in zip(grid[0], chart.lines, strict=False):
        turns = range(1, len(line.gold) + 1)
        axes.axhline(0, color=INK, linewidth=0.6, alpha=0.5)
        axes.plot(turns, line.gold, color=BLUE, marker="o", label="as labelled")
        axes.plot(turns, line.read, color=ORANGE, marker="s", linestyle="--", label="as read")
        axes.set_title(line.name.replace(": ", "\n"), fontsize=9)
        axes.set(ylim=(-1.08, 1.08), xlabel="caller's turn")
        axes.set_xticks(list(turns))
    grid[0][0].set_ylabel("sentiment")
    grid[0][0].legend(frameon=False, fontsize=8, loc="lower left", labelcolor=INK)
    return figure


@_draw.register
def _(chart: Bars) -> Any:
    names = [name.replace("_", " ") for name, *_ in chart.stages][::-1]
    low = [stage[1] for stage in chart.stages][::-1]
    high = [stage[2] for stage in chart.stages][::-1]
    figure, axes = _axes(6.4, 0.42 * len(names) + 1.1)
    places = np.arange(len(names))
    axes.barh(places, high, height=0.62, color=BLUE, alpha=0.35, label="95th percentile")
    axes.barh(places, low, height=0.62, color=BLUE, label="median")
    axes.set_yticks(places, names)
    axes.set_xlabel("milliseconds")
    axes.legend(frameon=False, fontsize=8, labelcolor=INK)
    return figure
