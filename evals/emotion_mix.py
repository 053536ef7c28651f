"""What is learned in which order: the large sets first, then the target vocabulary, then a bit of
each once more; and of what the result of that is the teacher.

GoEmotions and XED have no moods. They are given weak ones: how often the training part of
`moods` and of our own labels, drawn from those very sets, pairs each of their labels with
each mood. Rows that have both kinds of labels teach both.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np

from evals.emotion_data import MOOD_NAMES, Example, goemotions, rated, xed
from evals.emotion_silver import unlabelled
from evals.emotion_split import Targets, without

SHARES = {"emotions": 43_000, "films": 10_000, "sentiment": 5_000}
"""Examples taken from each large set, named by its head: what half an hour allows."""
REPLAYED = 3_000
"""Examples of the large sets that stay in the second stage, against forgetting."""
EPOCHS, EPOCHS_OF_OURS = 3, 5
"""How often the second stage sees what people said, and what we wrote, which is less."""
LAST = {"real": 10_000, "emotions": 8_000}
"""Examples of the last stage: what people said, and GoEmotions."""
LAST_OF_OURS = 2
"""How often it sees what we wrote, more of its time than before: the second stage leans to what
people said, of which there is most."""
TAUGHT = {"emotions": 12_000, "unlabelled": 6_000}
"""Examples that a teacher speaks of beside all that people said and LAST_OF_OURS times what we
wrote: GoEmotions, and turns of the same sources that nobody labelled."""
PRIOR_WEIGHT = 5.0


def _weakly(examples: Sequence[Example], head: str, known: dict[str, Example]) -> list[Example]:
    """The examples with the average moods and sentiment of their labels."""
    labels = len(examples[0].targets[head])
    joined = [(np.array(e.targets[head]), known[e.id].targets) for e in examples if e.id in known]
    prior = np.mean([target["moods"] for _, target in joined], axis=0)
    level = float(np.mean([target["sentiment"][0] for _, target in joined]))
    totals = np.tile(np.append(prior, level) * PRIOR_WEIGHT, (labels, 1))
    counts = np.full(labels, PRIOR_WEIGHT)
    for has, target in joined:
        totals[has > 0] += np.append(target["moods"], target["sentiment"])
        counts[has > 0] += 1
    means = totals / counts[:, None]
    found: list[Example] = []
    for example in examples:
        mean = means[np.array(example.targets[head]) > 0].mean(axis=0)
        weak = {"weak_moods": tuple(mean[:-1]), "weak_sentiment": (float(mean[-1]),)}
        found.append(replace(example, targets={**example.targets, **weak}))
    return found


def stages(data: Path, targets: Targets, random: Random) -> tuple[list[Example], list[Example]]:
    """The examples of the first stage, in one pass, and of the second, already repeated."""
    known = {example.id: example for example in targets.train}
    extra: dict[str, dict[str, tuple[float, ...]]] = defaultdict(dict)
    large: list[Example] = []
    sources = {
        "emotions": goemotions(data / "goemotions" / "train.jsonl.gz"),
        "films": xed(data),
        "sentiment": rated(data),
    }
    held = [example for part in targets.dev.values() for example in part]
    for head, examples in sources.items():
        clean = without(examples, held)
        if head != "sentiment":
            for example in clean:
                if example.id in known:
                    extra[example.id].update(example.targets)
            clean = _weakly(clean, head, known)
        fresh = [example for example in clean if example.id not in known]
        large += random.sample(fresh, min(SHARES[head], len(fresh)))
    real = [replace(e, targets={**extra[e.id], **e.targets}) for e in targets.real]
    replay = random.sample(large, REPLAYED)
    return large, real * EPOCHS + targets.ours * EPOCHS_OF_OURS + replay


def once_more(
    first: Sequence[Example], second: Sequence[Example], targets: Targets, random: Random
) -> list[Example]:
    """The examples of the last stage, drawn from those of the two before."""
    real = _said(second, targets)
    felt = [example for example in [*first, *real] if "emotions" in example.targets]
    return (
        random.sample(real, LAST["real"])
        + targets.ours * LAST_OF_OURS
        + random.sample(felt, LAST["emotions"])
    )


def lessons(
    first: Sequence[Example],
    second: Sequence[Example],
    targets: Targets,
    data: Path,
    random: Random,
) -> list[Example]:
    """What the teacher speaks of, in random order."""
    held = [example for part in targets.dev.values() for example in part]
    known = {example.id for example in targets.real}
    more = [example for example in unlabelled(data) if example.id not in known]
    felt = [example for example in first if "emotions" in example.targets]
    chosen = (
        _said(second, targets)
        + targets.ours * LAST_OF_OURS
        + random.sample(felt, TAUGHT["emotions"])
        + random.sample(without(more, held), TAUGHT["unlabelled"])
    )
    random.shuffle(chosen)
    return chosen


def _said(second: Sequence[Example], targets: Targets) -> list[Example]:
    """What people said, each once, with all that is known of it."""
    said = {example.id for example in targets.real}
    return list({example.id: example for example in second if example.id in said}.values())


def mood_weights(examples: Sequence[Example]) -> list[float]:
    """Weights of the moods, by the root of their rarity, with a mean of 1 over examples."""
    counts = np.sum([example.targets["moods"] for example in examples], axis=0)
    weights = (counts.sum() / counts / len(MOOD_NAMES)) ** 0.5
    return list(weights * counts.sum() / (weights * counts).sum())
