"""How the local emotion model is given a message: word pieces, with what came before it.

    [CLS] the message [SEP] [assistant] its last words [caller] ... [SEP]

The latest earlier turn comes first, so that cutting at the limit drops the oldest.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.state import Utterance

MAX_CHARACTERS = 2000
TEXT_PIECES = 48
"""A longer message keeps its first 12 and last 36: feelings gather at the end."""
TEXT_HEAD = 12
CONTEXT_PIECES = 16
"""As good on held-back turns as the 24 of training, and a millisecond faster."""
TURN_PIECES = 16
"""Of an earlier turn its end, which is what a message answers."""
CONTEXT_TURNS = 3
CONTEXT_CHARACTERS = 300


class Pieces:
    """Makes the model's input of a message; the same in training and at run time."""

    def __init__(self, tokenizer: Path | str, context_pieces: int = CONTEXT_PIECES) -> None:
        from tokenizers import Tokenizer

        self._context_pieces = context_pieces
        self._tokenizer: Any = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._start, self._end, self._caller, self._assistant = (
            self._tokenizer.token_to_id(name)
            for name in ("[CLS]", "[SEP]", "[unused1]", "[unused2]")
        )

    def _ids(self, text: str) -> list[int]:
        readable = text.encode("utf-8", "replace").decode("utf-8")
        ids: list[int] = self._tokenizer.encode(readable, add_special_tokens=False).ids
        return ids

    def encode(self, text: str, context: Sequence[Utterance] = ()) -> tuple[list[int], int]:
        """The ids, and how many of them (the first ones) are the message itself."""
        said = self._ids(text[-MAX_CHARACTERS:])
        if len(said) > TEXT_PIECES:
            said = said[:TEXT_HEAD] + said[TEXT_HEAD - TEXT_PIECES :]
        before: list[int] = []
        for turn in reversed(context[-CONTEXT_TURNS:]):
            before.append(self._caller if turn["speaker"] == "caller" else self._assistant)
            before += self._ids(turn["text"][-CONTEXT_CHARACTERS:])[-TURN_PIECES:]
        own = [self._start, *said, self._end]
        if not before:
            return own, len(own)
        return [*own, *before[: self._context_pieces], self._end], len(own)
