"""What the suites of one run share."""

from dataclasses import dataclass
from pathlib import Path

from core.errors import InputError
from core.seams import EmotionModel


@dataclass(frozen=True, slots=True)
class Options:
    """`data` is the folder of the public sets; without it only our own datasets are measured.

    `at_once` is how many messages the model may be reading at the same time.
    """

    model: EmotionModel
    provider: str = "lexicon"
    data: Path | None = None
    at_once: int = 1

    def __post_init__(self) -> None:
        if self.data is not None and not self.data.is_dir():
            raise InputError(f"The data folder {self.data} does not exist.")
