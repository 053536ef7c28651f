"""Booking: is a wish told apart from all else, and is what was booked read from a dialogue?"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from core.appointments import no_booking, nothing_known
from evals import bookings_score
from evals.baselines import names_a_booking
from evals.bookings_data import dialogues
from evals.charts import Confusion
from evals.loaders import clinc_wishes, sgd_wishes
from evals.metrics import accuracy, confusion, f1, precision, recall
from evals.options import Options
from evals.stack import businesses
from evals.tables import compared, numbers, worst
from evals.task import AnyTask, Mistake, Sample, Score, Task
from server.services import build

METRICS = {"F1": f1, "precision": precision, "recall": recall, "accuracy": accuracy}
NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)

OURS = (
    "book me for tomorrow at 2 pm", "I'd like to make an appointment for a check-up please",
    "can i get a table for four on saturday", "could you fit me in on friday afternoon",
    "hi i want to schedule a haircut with mia", "we need a room for two nights from the ninth",
    "put me down for the yoga class on monday", "can I come in on thursday at ten",
    "i'd like to reserve a double room", "please book a cleaning for my son",
)  # fmt: skip
"""Wishes in the callers' words, written by us; the questions of `retrieval.jsonl` are none."""


def tasks(options: Options) -> list[AnyTask]:
    """Our own few; with data, SGD's first wishes, CLINC150's commands, SGD's whole dialogues."""
    questions = [q["question"] for taught in businesses() for q in taught["questions"]]
    own = [(f"ours:{at}", text, at < len(OURS)) for at, text in enumerate([*OURS, *questions])]
    sets = {"our wishes and questions": own}
    if options.data:
        sets["SGD dev, first wish to book"] = sgd_wishes(options.data)
        sets["CLINC150 dev, booking intents"] = clinc_wishes(options.data)
    wishes: list[AnyTask] = [
        Task(
            "booking",
            name,
            [Sample(key, text, wished) for key, text, wished in rows],
            solve,
            partial(scored, name),
        )
        for name, rows in sets.items()
    ]
    return [*wishes, _dialogues(options.data)] if options.data else wishes


def _dialogues(data: Path) -> AnyTask:
    name = "SGD dev, booked in the end"
    scorer = partial(bookings_score.scored, name)
    return Task("booking", name, dialogues(data, "dev"), bookings_score.follow, scorer)


async def solve(text: str) -> bool:
    """Whether the server's detector opens a draft on this message alone."""
    detector: Any = build("booking_detector", "rules")
    draft = await detector.detect(text, no_booking(), [], NOW, nothing_known())
    return draft["status"] in ("collecting", "confirming")


def scored(name: str, samples: Sequence[Sample[str, bool]], answers: Sequence[bool]) -> Score:
    gold, got = numbers([sample.target for sample in samples]), numbers(answers)
    keyword = numbers([names_a_booking(sample.input) for sample in samples])
    systems = {"rules": got, "a word of booking": keyword, "never": numbers([0] * len(gold))}
    table = compared(f"booking, {name}", gold, systems, METRICS, ["rules"])
    wrong = [
        Mistake(s.id, s.input, _shown(s.target), _shown(answer), 1.0)
        for s, answer in zip(samples, answers, strict=True)
        if answer != s.target
    ]
    # Few of them are missed wishes, but those are what a caller minds.
    wrong.sort(key=lambda mistake: mistake.expected == NO_WISH)
    chart = Confusion(f"booking, {name}", [NO_WISH, WISH], confusion(gold, got, 2))
    return Score([table], [chart], worst(wrong))


WISH, NO_WISH = "wants to book", "does not"


def _shown(wished: bool) -> str:
    return WISH if wished else NO_WISH
