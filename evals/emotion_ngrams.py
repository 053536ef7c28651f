# pyright: basic, reportMissingImports=false
"""Training the linear half of the local model: one weight a hashed n-gram and class."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import torch
from torch import Tensor, nn

from evals.emotion_data import GROUPS, MOOD_NAMES, Example
from evals.emotion_fit import loss
from evals.emotion_noise import misheard
from providers.emotion.ngrams import BUCKETS, HEADS, buckets

RARE = 3
"""An n-gram of fewer messages than this teaches nothing."""
BATCH = 256
EPOCHS = 4
PEAK = 0.01
DROPPED = 0.5
"""Share of a message's n-grams that a step does not see, so that none is relied on alone."""
COPIES = 4
"""How often the target moods are seen in an epoch, each time misheard in another way."""
SIZES = {"moods": len(MOOD_NAMES), "sentiment": 1, "groups": len(GROUPS)}


class Linear(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.weights = nn.EmbeddingBag(BUCKETS, sum(SIZES.values()), mode="sum")
        nn.init.zeros_(self.weights.weight)
        self.bias = nn.Parameter(torch.zeros(sum(SIZES.values())))

    def forward(self, at: Tensor, starts: Tensor, values: Tensor) -> dict[str, Tensor]:
        found = self.weights(at, starts, per_sample_weights=values) + self.bias
        parts = dict(zip(SIZES, found.split(list(SIZES.values()), 1), strict=True))
        parts["sentiment"] = torch.tanh(parts["sentiment"])
        return parts


def rarities(texts: Sequence[str]) -> np.ndarray:
    """The inverse document frequency of every bucket; 0 where it is too rare to learn."""
    counts = np.zeros(BUCKETS, np.int64)
    for text in texts:
        counts[buckets(text)] += 1
    found = np.log((1 + len(texts)) / (1 + counts)) + 1
    found[counts < RARE] = 0
    return found.astype(np.float16)


def bags(
    batch: Sequence[np.ndarray], rarity: np.ndarray, generator: np.random.Generator | None = None
) -> tuple[Tensor, Tensor, Tensor]:
    """N-grams, where each message's begin, and their weights (of length 1 a message)."""
    kept: list[np.ndarray] = []
    values: list[np.ndarray] = []
    for at in batch:
        value = rarity[at].astype(np.float32)
        if generator is not None:
            value *= generator.random(len(at)) >= DROPPED
        kept.append(at)
        values.append(value / (np.sqrt((value * value).sum()) or 1.0))
    starts = np.cumsum([0, *(len(at) for at in kept)])[:-1]
    return tuple(
        torch.from_numpy(part) for part in (np.concatenate(kept), starts, np.concatenate(values))
    )


class _Shown:
    """What `loss` needs of a row."""

    def __init__(self, example: Example) -> None:
        self.example = example


def fit_ngrams(
    large: Sequence[Example],
    train: Sequence[Example],
    words: Sequence[str],
    mood_weights: Sequence[float],
    seed: int,
    say: Callable[[str], None] = print,
) -> tuple[Linear, np.ndarray]:
    """The trained weights and the rarity of every n-gram."""
    random, generator = Random(seed), np.random.default_rng(seed)  # noqa: S311
    torch.manual_seed(seed)
    rarity = rarities([example.text for example in (*large, *train)])
    heard = [
        example
        if copy < COPIES // 2
        else replace(
            example, text=misheard(example.text, random, random.uniform(0.05, 0.25), words)
        )
        for copy in range(COPIES)
        for example in train
    ]
    rows = [(buckets(e.text), _Shown(e)) for e in (*large, *heard)]
    net, weights = Linear(), torch.tensor(mood_weights, dtype=torch.float32)
    optimiser = torch.optim.Adam(net.parameters(), PEAK)
    steps = EPOCHS * (len(rows) // BATCH)
    for step in range(steps):
        chosen = generator.choice(len(rows), BATCH, replace=False)
        for group in optimiser.param_groups:
            group["lr"] = PEAK * (1 - step / steps)
        found = net(*bags([rows[i][0] for i in chosen], rarity, generator))
        value = loss(found, [rows[i][1] for i in chosen], weights, tuple(SIZES))
        optimiser.zero_grad(set_to_none=True)
        value.backward()
        optimiser.step()
        if step % 200 == 199 or step + 1 == steps:
            say(f"n-grams, step {step + 1}/{steps}: loss {value.item():.3f}")
    return net.eval(), rarity


def save(net: Linear, rarity: np.ndarray, path: Path) -> None:
    """In 8 bits, a scale for each class."""
    weights = net.weights.weight.detach().numpy() * (rarity[:, None] > 0)
    scale = np.abs(weights).max(0) / 127
    np.savez_compressed(
        path,
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=net.bias.detach().numpy().astype(np.float32),
        rarity=rarity,
        heads=np.array([HEADS.index(name) for name in SIZES for _ in range(SIZES[name])]),
    )
