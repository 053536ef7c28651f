"""Which labelled examples are held back, so that no sentence is on both sides.

`moods`: examples of one dialogue, and near-duplicates (four in five words shared), stay
together; of these groups a fifth of each mood, in the order of a hash, is held back.
`authored`: one group of businesses. Our sessions: the test part of `evals.sessions`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from evals.emotion_data import (
    HELD_AUTHORED,
    MOOD_NAMES,
    Example,
    authored,
    moods,
    own_sessions,
    plain,
)
from evals.emotion_silver import silver

HELD_SHARE = 0.2
ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class Targets:
    """The target vocabulary's examples, divided; people said the `real` ones, we wrote `ours`."""

    real: list[Example]
    ours: list[Example]
    dev: dict[str, list[Example]]

    @property
    def train(self) -> list[Example]:
        return self.real + self.ours


def together(examples: Sequence[Example]) -> list[list[Example]]:
    """Groups of examples of one dialogue or of nearly the same words."""
    leader = list(range(len(examples)))

    def root(at: int) -> int:
        while leader[at] != at:
            at = leader[at] = leader[leader[at]]
        return at

    words = [frozenset(plain(example.text).split()) for example in examples]
    order = sorted(range(len(examples)), key=lambda at: len(words[at]))
    for place, one in enumerate(order):
        for other in order[place + 1 :]:
            if len(words[one]) < ALIKE * len(words[other]):
                break
            shared = len(words[one] & words[other])
            if shared >= ALIKE * (len(words[one]) + len(words[other]) - shared):
                leader[root(other)] = root(one)
    first: dict[str, int] = {}
    for at, example in enumerate(examples):
        if example.group:
            leader[root(at)] = root(first.setdefault(example.group, at))
    groups: dict[int, list[Example]] = defaultdict(list)
    for at, example in enumerate(examples):
        groups[root(at)].append(example)
    return list(groups.values())


def mood_of(example: Example) -> str:
    target = example.targets["moods"]
    return MOOD_NAMES[target.index(max(target))]


def held_back(examples: Sequence[Example]) -> frozenset[str]:
    """The ids of the fifth held back, stratified by mood."""
    wanted: dict[str, float] = defaultdict(float)
    for example in examples:
        wanted[mood_of(example)] += HELD_SHARE
    chosen: set[str] = set()
    groups = together(examples)
    groups.sort(key=lambda group: blake2b(group[0].id.encode(), digest_size=8).digest())
    for group in groups:
        if wanted[mood_of(group[0])] >= len(group):
            for example in group:
                wanted[mood_of(example)] -= 1
                chosen.add(example.id)
    return frozenset(chosen)


def targets(data: Path) -> Targets:
    """The training examples and the development sets of `moods`, `authored` and our sessions."""
    labelled, written = moods(data), authored(data)
    held = held_back(labelled)
    dev = {
        "moods": [example for example in labelled if example.id in held],
        "authored": [example for example in written if example.id.startswith(HELD_AUTHORED)],
        "sessions": own_sessions("test"),
    }
    unseen = [example for part in dev.values() for example in part]
    real = [example for example in labelled if example.id not in held] + silver(data)
    ours = [example for example in written if not example.id.startswith(HELD_AUTHORED)]
    return Targets(without(real, unseen), without(ours + own_sessions("train"), unseen), dev)


def without(examples: Iterable[Example], held: Iterable[Example]) -> list[Example]:
    """The examples that share neither a sentence nor a dialogue with those held back.

    Only sentences of five words or more count: "thank you" belongs to everybody.
    """
    held = list(held)
    texts = {plain(example.text) for example in held}
    groups = {example.group for example in held if example.group}
    return [
        example
        for example in examples
        if example.group not in groups
        and ((words := plain(example.text)) not in texts or len(words.split()) < 5)
    ]
