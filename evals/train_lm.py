"""Make the callers' language model of the embedded recogniser.

It learns what callers say from a folder's `train.jsonl` (per line `text`, a caller's turn,
and `context`, the turns before it, each with `speaker` and `text`) and from the phrases in
`providers/stt/callers.txt`. Run as `python -m evals.train_lm --data FOLDER --out FILE`; the
same input gives the same bytes.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from evals.arpa import estimate, lines
from evals.spoken import spoken
from providers.stt import dictionary

PHRASES = Path(dictionary.__file__).with_name("callers.txt")

_REPEATS = 5
"""How often a phrase without slots counts. From 3 to 10 the perplexity of unseen callers'
sentences is the same; more drowns the turns, which bring most of the words."""

_SLOT = re.compile(r"\{(\w+)\}")


def phrases(text: str) -> Iterator[list[str]]:
    """The phrases of a file like `callers.txt`, with their slots filled.

    Each slot takes its values in turn, over all phrases. Raises KeyError for a slot that
    is used before it is defined.
    """
    slots: dict[str, list[str]] = {}
    used: Counter[str] = Counter()

    def filled(phrase: str) -> str:
        return _SLOT.sub(lambda match: filled(next_value(match[1])), phrase)

    def next_value(slot: str) -> str:
        used[slot] += 1
        return slots[slot][(used[slot] - 1) % len(slots[slot])]

    for line in text.splitlines():
        slot, defines, values = line.partition(" = ")
        if defines:
            slots[slot] = values.split(" | ")
        elif line and not line.startswith("#"):
            sizes = [len(slots[slot]) for slot in _SLOT.findall(line)]
            for _ in range(max(sizes, default=_REPEATS)):
                yield filled(line).split()


def turns(data: Path) -> Iterator[list[str]]:
    """What callers say in a folder's `train.jsonl`, as spoken words, a turn at a time."""
    for line in (data / "train.jsonl").read_text().splitlines():
        item = json.loads(line)
        yield spoken(item["text"])
        for turn in item["context"]:
            if turn["speaker"] == "user":
                yield spoken(turn["text"])


def main(
    data: Annotated[Path, typer.Option(help="The folder with train.jsonl.")],
    out: Annotated[Path, typer.Option(help="The ARPA file to write.")],
) -> None:
    """Learn from the folder's turns and from our phrases."""
    said = [*phrases(PHRASES.read_text()), *turns(data)]
    model = estimate(said, dictionary.pronounceable())
    out.write_text("\n".join(lines(model)) + "\n")


if __name__ == "__main__":
    typer.run(main)
