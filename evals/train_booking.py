"""Train the small reader of wishes to book (`providers.booking.learned`).

Run as `python -m evals.train_booking --data FOLDER [--out FILE]`: seconds on one core, numpy
alone; the same data give the same weights. Only the training parts of the sets are read.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from evals.loaders import BOOKING_INTENTS, CLINC_BOOKINGS, rows
from providers.booking.learned import BUCKETS, FILE, features
from providers.booking.numbers import plain

ROUNDS = 300
STEP = 0.05
DECAY = 2e-5
"""The L2 penalty. Between 5e-6 and 1e-4 the F1 on a tenth held back of the training parts
moves by less than a hundredth."""

Labelled = tuple[str, bool]
Array = NDArray[np.float64]


def examples(data: Path) -> Iterator[Labelled]:
    """What people said, and whether it wishes for an appointment, a table or a room."""
    for part in ("appointments", "restaurants", "nonbooking"):
        for dialogue in rows(data, f"sgd_booking/{part}_train.jsonl.gz"):
            yield from _sgd(dialogue["turns"])
    for row in rows(data, "nlupp/hotels.jsonl"):
        intents = set(row["intents"])
        made = {"booking", "make_open_apply_setup_get_activate"} <= intents
        yield row["text"], made and not intents & {"change", "existing", "how", "why"}
    for row in rows(data, "clinc150/train.jsonl"):
        yield row["text"], row["intent"] in CLINC_BOOKINGS
    for at, row in enumerate(rows(data, "banking77/train.jsonl")):
        if at % 4 == 0:
            yield row["text"], False


def _sgd(turns: list[dict[str, object]]) -> Iterator[Labelled]:
    """The caller's turns up to the one that first tells the intent to book."""
    for turn in turns:
        if turn["speaker"] != "user":
            continue
        frames: list[dict[str, object]] = turn["frames"]  # pyright: ignore[reportAssignmentType]
        wished = any(
            frame["intent"] in BOOKING_INTENTS
            and any(act[0] == "INFORM_INTENT" for act in frame["acts"])  # pyright: ignore
            for frame in frames
        )
        yield str(turn["text"]), wished
        if wished:
            return


def fitted(found: list[list[int]], gold: Array) -> tuple[Array, float]:
    """Weights and bias that minimise the logistic loss, by Adam over all examples at once.

    Method: Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015.
    """
    row = np.repeat(np.arange(len(found)), [len(buckets) for buckets in found])
    column = np.concatenate([np.array(buckets) for buckets in found])
    theta, first, second = (np.zeros(BUCKETS + 1) for _ in range(3))
    for at in range(1, ROUNDS + 1):
        logits = np.bincount(row, weights=theta[column], minlength=len(found)) + theta[-1]
        error = (1 / (1 + np.exp(-logits)) - gold) / len(found)
        slope = np.append(np.bincount(column, weights=error[row], minlength=BUCKETS), error.sum())
        slope[:-1] += DECAY * theta[:-1]
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        theta -= STEP * (first / (1 - 0.9**at)) / (np.sqrt(second / (1 - 0.999**at)) + 1e-8)
    return theta[:-1], float(theta[-1])


def main(
    data: Annotated[Path, typer.Option(help="Folder of the public sets.")],
    out: Annotated[Path, typer.Option(help="Where the weights go.")] = FILE,
) -> None:
    """Train on all of the training parts and write the weights, in half precision."""
    labelled = list(examples(data))
    found = [features(plain(text)) for text, _ in labelled]
    gold = np.array([wished for _, wished in labelled], dtype=np.float64)
    held = np.arange(len(gold)) % 10 == 0
    weights, bias = fitted([f for f, h in zip(found, held, strict=True) if not h], gold[~held])
    logits = np.array([weights[f].sum() + bias for f, h in zip(found, held, strict=True) if h])
    for edge in (0.3, 0.5, 0.7, 0.9):
        said = logits > np.log(edge / (1 - edge))
        right = float((said & (gold[held] == 1)).sum())
        f1 = 2 * right / max(1.0, float(said.sum() + gold[held].sum()))
        typer.echo(f"held back, above {edge}: F1 {f1:.3f} of {int(gold[held].sum())} wishes")
    weights, bias = fitted(found, gold)
    np.savez_compressed(out, weights=weights.astype(np.float16), bias=np.float32(bias))
    typer.echo(f"{out}: {len(gold)} examples, {int(gold.sum())} wishes, {out.stat().st_size} bytes")


if __name__ == "__main__":
    typer.run(main)
