# pyright: basic, reportMissingImports=false
"""The network that is trained: MiniLM's encoder (Wang et al. 2020) with one head a task.

Written out rather than taken from transformers, so that the exported graph holds only
what one message needs.
"""

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from evals.emotion_data import EMOTIONS, FILMS, GROUPS, MOOD_NAMES

WIDTH = 384
ATTENTION_HEADS = 12
LAYERS = 5
"""Of MiniLM's six: the last is left out, for five milliseconds a message."""
HEADS = {
    "moods": len(MOOD_NAMES),
    "sentiment": 1,
    "groups": len(GROUPS),
    "emotions": len(EMOTIONS),
    "films": len(FILMS),
}


class Layer(nn.Module):
    def __init__(self, inner: int, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.mix = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, inner), nn.Linear(inner, WIDTH)
        self.after_mix, self.after_down = (nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))
        self.dropout = nn.Dropout(dropout)

    def _split(self, states: Tensor) -> Tensor:
        shape = (states.shape[0], states.shape[1], ATTENTION_HEADS, WIDTH // ATTENTION_HEADS)
        return states.reshape(shape).transpose(1, 2)

    def forward(self, states: Tensor, mask: Tensor | None) -> Tensor:
        query, key, value = (
            self._split(part(states)) for part in (self.query, self.key, self.value)
        )
        weights = query @ key.transpose(2, 3) / (WIDTH // ATTENTION_HEADS) ** 0.5
        if mask is not None:
            weights = weights + mask
        found = (weights.softmax(-1) @ value).transpose(1, 2).reshape(states.shape)
        states = self.after_mix(states + self.dropout(self.mix(found)))
        return self.after_down(states + self.dropout(self.down(functional.gelu(self.up(states)))))


class Net(nn.Module):
    """Logits of every head, from word pieces; sentiment already in [-1, 1].

    `kinds` is 0 where a piece belongs to the message, 1 for its context, 2 for padding.
    `inner` is how many hidden units each layer has between `up` and `down`.
    """

    def __init__(self, vocabulary: int, inner: int = 4 * WIDTH, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.places = nn.Embedding(96, WIDTH)
        self.kinds = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(inner, dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.ModuleDict({name: nn.Linear(2 * WIDTH, n) for name, n in HEADS.items()})

    def forward(self, ids: Tensor, kinds: Tensor, padded: bool = True) -> dict[str, Tensor]:
        states = self.words(ids) + self.places.weight[: ids.shape[1]]
        states = self.norm(states + self.kinds(kinds.clamp(max=1)))
        mask = ((kinds == 2) * -1e4)[:, None, None, :] if padded else None
        for layer in self.layers:
            states = layer(states, mask)
        own = (kinds == 0).to(states.dtype)[:, :, None]
        mean = (states * own).sum(1) / own.sum(1)
        pooled = self.dropout(torch.cat([mean, states[:, 0]], 1))
        found = {name: head(pooled) for name, head in self.heads.items()}
        found["sentiment"] = torch.tanh(found["sentiment"])
        return found


def pretrained(folder: Path, kept: list[int]) -> Net:
    """The network with all-MiniLM-L6-v2's weights, of whose words those at `kept` remain."""
    from safetensors.torch import load_file

    old = load_file(folder / "model.safetensors")
    net = Net(len(kept))
    new = {
        "words.weight": old["embeddings.word_embeddings.weight"][kept],
        "places.weight": old["embeddings.position_embeddings.weight"][:96],
        "kinds.weight": old["embeddings.token_type_embeddings.weight"],
        "norm.weight": old["embeddings.LayerNorm.weight"],
        "norm.bias": old["embeddings.LayerNorm.bias"],
    }
    names = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "mix": "attention.output.dense",
        "after_mix": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "after_down": "output.LayerNorm",
    }
    for at in range(LAYERS):
        for ours, theirs in names.items():
            for part in ("weight", "bias"):
                new[f"layers.{at}.{ours}.{part}"] = old[f"encoder.layer.{at}.{theirs}.{part}"]
    missing = net.load_state_dict(new, strict=False)
    if missing.unexpected_keys or any(not key.startswith("heads") for key in missing.missing_keys):
        raise ValueError(f"not the weights of all-MiniLM-L6-v2: {missing}")
    return net
