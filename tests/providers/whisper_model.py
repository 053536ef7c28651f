"""A real CTranslate2 Whisper model, of 16 dimensions, that hears the same words in anything.

No hub can be asked for a model in a test, and one with random weights says nothing that a
test could expect. Here every layer passes on what it gets, so that a token's embedding alone
chooses the next one; all that faster-whisper does around it is done for real: features,
language detection, prompt, decoding with timestamps, and the reading of its segments.
"""

from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer, decoders, models, pre_tokenizers

HEARD = "hello there"
_SIZE, _HIDDEN, _MELS, _FRAMES, _LONGEST = 16, 32, 80, 1_500, 448
_TEXT_TOKENS, _TIMES = 50_257, 1_501
"""Of the multilingual models."""

_SURE = 30.0
_WORDS = ["\u0120hello", "\u0120there"]
"""As byte-level BPE writes a space."""


def build(folder: Path) -> Path:
    """Write the model to a folder, as the converter would; returns the folder."""
    tokens = _vocabulary()
    _tokenizer(tokens).save(str(folder / "tokenizer.json"))
    specs: Any = import_module("ctranslate2.specs")
    spec = specs.WhisperSpec(1, 2, 1, 2)
    _fill(spec)
    _teach(spec.decoder, tokens)
    spec.register_vocabulary(tokens)
    spec.config.lang_ids = [tokens.index(f"<|{code}|>") for code in _languages()]
    spec.config.suppress_ids, spec.config.alignment_heads = [], [[0, 0]]
    spec.config.suppress_ids_begin = [tokens.index("<|endoftext|>")]
    spec.validate()
    spec.save(str(folder))
    return folder


def _languages() -> list[str]:
    # The hundredth came with the third large model, whose vocabulary is one larger.
    codes: tuple[str, ...] = import_module("faster_whisper.tokenizer")._LANGUAGE_CODES
    return [code for code in codes if code != "yue"]


def _vocabulary() -> list[str]:
    text = [*sorted(pre_tokenizers.ByteLevel.alphabet()), *_WORDS]
    text += [f"\u0120unused{number}" for number in range(_TEXT_TOKENS - 1 - len(text))]
    # CTranslate2 takes a model for multilingual by this empty last token.
    text.append("")
    marks = ["endoftext", "startoftranscript", *_languages(), "translate", "transcribe"]
    marks += ["startoflm", "startofprev", "nospeech", "notimestamps"]
    marks += [f"{number * 0.02:.2f}" for number in range(_TIMES)]
    return text + [f"<|{mark}|>" for mark in marks]


def _tokenizer(tokens: list[str]) -> Tokenizer:
    made = Tokenizer(models.BPE({token: i for i, token in enumerate(tokens[:_TEXT_TOKENS])}, []))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    made.add_special_tokens(tokens[_TEXT_TOKENS:])
    return made


def _fill(spec: Any) -> None:
    """Layers that add nothing to what they get; small noise everywhere else."""
    noise = np.random.default_rng(0)
    for part in (spec.encoder, spec.decoder):
        layer = part.layer[0]
        _attention(layer.self_attention, (3,), noise)
        if part is spec.decoder:
            _attention(layer.attention, (1, 2), noise)
        _linear(layer.ffn.linear_0, _HIDDEN, _SIZE, noise)
        _linear(layer.ffn.linear_1, _SIZE, _HIDDEN)
        _norm(layer.ffn.layer_norm)
        _norm(part.layer_norm)
    encoder = spec.encoder
    encoder.position_encodings.encodings = noise.normal(0, 0.1, (_FRAMES, _SIZE)).astype("f4")
    for conv, channels in ((encoder.conv1, _MELS), (encoder.conv2, _SIZE)):
        conv.weight = noise.normal(0, 0.1, (_SIZE, channels, 3)).astype("f4")
        conv.bias = np.zeros(_SIZE, "f4")


def _attention(attention: Any, parts: Sequence[int], noise: np.random.Generator) -> None:
    """`parts`: of queries, keys and values, how many each matrix holds; the output is last."""
    for linear, rows in zip(attention.linear[:-1], parts, strict=True):
        _linear(linear, rows * _SIZE, _SIZE, noise)
    _linear(attention.linear[-1], _SIZE, _SIZE)
    _norm(attention.layer_norm)


def _linear(linear: Any, rows: int, columns: int, noise: np.random.Generator | None = None) -> None:
    weight = noise.normal(0, 0.1, (rows, columns)) if noise else np.zeros((rows, columns))
    linear.weight, linear.bias = weight.astype("f4"), np.zeros(rows, "f4")


def _norm(norm: Any) -> None:
    norm.gamma, norm.beta = np.ones(_SIZE, "f4"), np.zeros(_SIZE, "f4")


def _teach(decoder: Any, tokens: list[str]) -> None:
    """Each token's embedding is what the logit of the next one asks for."""
    start = ["<|startoftranscript|>", "<|en|>"]
    said = ["<|transcribe|>", "<|0.00|>", *_WORDS, "<|1.00|>", "<|endoftext|>"]
    embeddings = np.zeros((len(tokens), _SIZE), "f4")
    projection = np.zeros((len(tokens), _SIZE), "f4")
    for axis, (token, following) in enumerate([*pairwise(start), *pairwise(said)]):
        embeddings[tokens.index(token), axis] = 1
        projection[tokens.index(following), axis] = _SURE
    decoder.embeddings.weight, decoder.projection.weight = embeddings, projection
    decoder.position_encodings.encodings = np.zeros((_LONGEST, _SIZE), "f4")
