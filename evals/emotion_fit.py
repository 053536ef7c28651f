# pyright: basic, reportMissingImports=false
"""Training the network in stages, each with its warm-up and decay; averaged weights."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from evals.emotion_data import Example
from evals.emotion_net import HEADS, Net
from evals.emotion_noise import misheard, unpunctuated
from providers.emotion.pieces import Pieces

BATCH = 32
PEAK = 1.2e-4
HEAD_PEAK = 1e-3
WARM_UP = 0.06
FLOOR = 0.02
SMOOTHING = 0.05
AVERAGED = 0.99
"""Decay of the running average of the weights over the last stage; the average is kept."""
WEIGHTS = {
    "moods": 1.0,
    "sentiment": 3.0,
    "groups": 2.0,
    "emotions": 6.0,
    "films": 2.0,
    "weak_moods": 0.3,
    "weak_sentiment": 0.5,
}
UNPUNCTUATED, MISHEARD, ALONE = 0.15, 0.45, 0.1


@dataclass(frozen=True, slots=True)
class Row:
    ids: list[int]
    own: int
    example: Example


def noisy(example: Example, random: Random, words: Sequence[str]) -> Example:
    """Sometimes as a recogniser would have written it, sometimes without its context."""
    if random.random() < ALONE:
        example = replace(example, context=())
    kind = random.random()
    if kind < MISHEARD:
        return replace(
            example, text=misheard(example.text, random, random.uniform(0.05, 0.25), words)
        )
    if kind < MISHEARD + UNPUNCTUATED:
        return replace(example, text=unpunctuated(example.text))
    return example


def batches(
    examples: Sequence[Example], pieces: Pieces, random: Random, words: Sequence[str]
) -> list[list[Row]]:
    """Batches of similar length, in random order."""
    rows = [
        Row(*pieces.encode(e.text, e.context), e)
        for e in (noisy(example, random, words) for example in examples)
    ]
    random.shuffle(rows)
    found: list[list[Row]] = []
    for start in range(0, len(rows), BATCH * 24):
        chunk = sorted(rows[start : start + BATCH * 24], key=lambda row: len(row.ids))
        found += [chunk[at : at + BATCH] for at in range(0, len(chunk), BATCH)]
    random.shuffle(found)
    return found


def tensors(batch: Sequence[Row]) -> tuple[Tensor, Tensor]:
    length = max(len(row.ids) for row in batch)
    ids = torch.zeros(len(batch), length, dtype=torch.long)
    kinds = torch.full((len(batch), length), 2)
    for at, row in enumerate(batch):
        ids[at, : len(row.ids)] = torch.tensor(row.ids)
        kinds[at, : len(row.ids)] = 1
        kinds[at, : row.own] = 0
    return ids, kinds


def loss(
    found: dict[str, Tensor], batch: Sequence[Any], weights: Tensor, heads: Sequence[str]
) -> Tensor:
    """The sum over heads of the mean over all the batch, so that rarer tasks weigh less."""
    total = torch.zeros(())
    for name, weight in WEIGHTS.items():
        head = name.removeprefix("weak_")
        at = [i for i, row in enumerate(batch) if name in row.example.targets]
        if not at or head not in heads:
            continue
        logits = found[head][at]
        target = torch.tensor([batch[i].example.targets[name] for i in at], dtype=torch.float32)
        if head == "sentiment":
            each = (logits - target).square().mean(1)
        elif head == "moods":
            if name == "moods":
                target = target * (1 - SMOOTHING) + SMOOTHING / HEADS[head]
            each = -(target * logits.log_softmax(1)).sum(1)
            each = each * (target @ weights)
        else:
            each = functional.binary_cross_entropy_with_logits(
                logits, target, reduction="none"
            ).mean(1)
        total = total + weight * each.sum() / len(batch)
    return total


def rates(steps: int) -> list[float]:
    """The share of the peak learning rate at each step of a stage: up, and down again."""
    return [
        min(1.0, (done + 1 / steps) / WARM_UP, max(FLOOR, (1 - done) / (1 - WARM_UP)))
        for done in (step / steps for step in range(steps))
    ]


def fit(
    net: Net,
    stages: Sequence[list[list[Row]]],
    mood_weights: Sequence[float],
    share: float = 1.0,
    say: Callable[[str], object] = print,
) -> None:
    """Train in place, with this `share` of the peak learning rates.

    The network ends with the average of its weights over the last of the stages.
    """
    heads = [p for name, p in net.named_parameters() if name.startswith("heads")]
    # What the encoder knows of words that the examples lack must still fit those they have.
    net.words.weight.requires_grad_(False)
    body = [
        p for name, p in net.named_parameters() if not name.startswith("heads") and p.requires_grad
    ]
    optimiser = torch.optim.AdamW(
        [{"params": body, "peak": share * PEAK}, {"params": heads, "peak": share * HEAD_PEAK}],
        weight_decay=0.01,
        fused=True,
    )
    weights = torch.tensor(mood_weights, dtype=torch.float32)
    average: dict[str, Tensor] | None = None
    steps = [step for stage in stages for step in zip(stage, rates(len(stage)), strict=True)]
    last, started, seen = len(steps) - len(stages[-1]), time.monotonic(), 0.0
    net.train()
    for step, (batch, rate) in enumerate(steps):
        for group in optimiser.param_groups:
            group["lr"] = group["peak"] * rate
        ids, kinds = tensors(batch)
        value = loss(net(ids, kinds), batch, weights, tuple(HEADS))
        optimiser.zero_grad(set_to_none=True)
        value.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        seen = value.item() if not step else 0.98 * seen + 0.02 * value.item()
        if step >= last:
            now = net.state_dict()
            if average is None:
                average = {name: tensor.clone() for name, tensor in now.items()}
            for name, tensor in now.items():
                average[name].lerp_(tensor, 1 - AVERAGED)
        if step % 50 == 49 or step + 1 == len(steps):
            spent = time.monotonic() - started
            left = spent / (step + 1) * (len(steps) - step - 1)
            say(f"step {step + 1}/{len(steps)} loss {seen:.3f} {spent:.0f} s, {left:.0f} s left")
    if average is not None:
        net.load_state_dict(average)
    net.eval()
