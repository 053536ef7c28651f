# pyright: basic, reportMissingImports=false
"""The trained network as a teacher of a slimmer one.

The slim one starts as the teacher's most used parts and learns, from text as a recogniser
would have written it, what the teacher says of the text as it was (knowledge distillation,
Hinton et al. 2015), half and half with the labels where there are any.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from evals.emotion_data import Example, Target
from evals.emotion_export import SHIPPED
from evals.emotion_fit import Row, tensors
from evals.emotion_net import Net
from providers.emotion.pieces import Pieces

INNER = 1024
"""Hidden units that each layer keeps, of 1,536."""
LOOKED_AT = 2_048
"""Examples on which the use of the units is measured."""
TAUGHT = 0.5
"""The teacher's part in a target that has a label too."""
BATCH = 64


def _batches(rows: Sequence[Row]) -> list[list[int]]:
    """Places of rows of similar length."""
    order = sorted(range(len(rows)), key=lambda at: len(rows[at].ids))
    return [order[start : start + BATCH] for start in range(0, len(order), BATCH)]


def slimmed(net: Net, examples: Sequence[Example], pieces: Pieces) -> Net:
    """A network of the units that add most: by mean size of what comes out of them, times the
    length of the vector that it is carried on with."""
    rows = [Row(*pieces.encode(e.text, e.context), e) for e in examples[:LOOKED_AT]]
    used = [torch.zeros(layer.up.out_features) for layer in net.layers]

    def look(layer: int) -> Any:
        def hook(_module: object, _given: object, out: Tensor) -> None:
            used[layer].add_(functional.gelu(out).abs().sum((0, 1)))

        return hook

    hooks = [layer.up.register_forward_hook(look(at)) for at, layer in enumerate(net.layers)]
    with torch.no_grad():
        for places in _batches(rows):
            net(*tensors([rows[at] for at in places]))
    for hook in hooks:
        hook.remove()
    slim, state = Net(net.words.num_embeddings, INNER), dict(net.state_dict())
    for at, layer in enumerate(net.layers):
        worth = used[at] * layer.down.weight.norm(dim=0)
        kept = worth.topk(INNER).indices.sort().values
        for name in (f"layers.{at}.up.weight", f"layers.{at}.up.bias"):
            state[name] = state[name][kept]
        state[f"layers.{at}.down.weight"] = state[f"layers.{at}.down.weight"][:, kept]
    slim.load_state_dict(state)
    return slim


def taught(net: Net, examples: Sequence[Example], pieces: Pieces) -> list[Example]:
    """The examples with the network's word, in part, for every target; order is kept."""
    once = list({(example.id, example.text): example for example in examples}.values())
    rows = [Row(*pieces.encode(e.text, e.context), e) for e in once]
    said: dict[tuple[str, str], dict[str, Target]] = {}
    with torch.no_grad():
        for places in _batches(rows):
            found = _chances(net(*tensors([rows[at] for at in places])))
            for place, at in enumerate(places):
                example = once[at]
                said[example.id, example.text] = {
                    name: _mixed(found[name][place].numpy(), example.targets.get(name))
                    for name in SHIPPED
                }
    return [replace(example, targets=said[example.id, example.text]) for example in examples]


def _chances(logits: dict[str, Tensor]) -> dict[str, Tensor]:
    """What the heads say, in the form of the targets."""
    return {
        "moods": logits["moods"].softmax(1),
        "sentiment": logits["sentiment"],
        "groups": logits["groups"].sigmoid(),
        "emotions": logits["emotions"].sigmoid(),
    }


def _mixed(said: np.ndarray, label: Target | None) -> Target:
    if label is None:
        return tuple(said.tolist())
    return tuple((TAUGHT * said + (1 - TAUGHT) * np.array(label)).tolist())
