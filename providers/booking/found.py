"""A value read from a part of a message."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """A value and the span of the text that it was read from.

    `other` is a second reading of the same words, where both are as likely.
    """

    value: str
    start: int
    end: int
    other: str | None = None

    def cut(self, text: str) -> str:
        """The text without the span, its words one blank apart."""
        return " ".join(f"{text[: self.start]} {text[self.end :]}".split())
