"""What hurt, what helped, and what stayed open in a session, quoting what happened."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.moods import is_negative, is_positive
from core.state import TurnRecord
from providers.summary.exchange import asked, said, was_answered, was_booked, went_unanswered
from providers.summary.quotes import gist_of, quoted, shortened, similar
from providers.summary.topics import topic_of

MAX_MOMENTS = 10
"""Of each kind, the latest are kept: a summary is read by people, and in a greeting."""

NEAR = 3
"""How many turns back a question still counts as the one that is asked again."""

MAX_QUOTES = 2
"""Quotes of the caller's reaction in one moment."""

_BOOKED = "Booked after"


@dataclass(slots=True)
class _Pain:
    """One complaint in the making: the question behind it, and what the caller said of it."""

    question: str
    unanswered: bool
    mood: str = ""
    times: int = 1
    reactions: list[str] = field(default_factory=list[str])

    def sentence(self) -> str:
        texts = [self.question, *self.reactions]
        topic = next(filter(None, map(topic_of, texts)), None)
        if not self.question:
            about = f" (about {topic.label})" if topic else ""
            return f"The caller was {self.mood}{about}: {_joined(self.reactions)}"
        about = f" (asked about {topic.label})" if topic else ""
        times = f", asked {self.times} times" if self.times > 1 else ""
        did = "Failed to answer" if self.unanswered else "Failed to help with"
        heard = f"; the caller said {_joined(self.reactions)}" if self.reactions else ""
        return f"{did} {quoted(self.question)}{about}{times}{heard}"


def _joined(texts: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(texts))
    return " and ".join(quoted(text) for text in distinct[:MAX_QUOTES])


def _felt_badly(record: TurnRecord) -> bool:
    return is_negative(record["mood"]["sentiment"])


def _merged(pains: Sequence[_Pain]) -> list[_Pain]:
    """The same complaint made again joins the first; the latest are looked through."""
    kept: list[tuple[frozenset[str], _Pain]] = []
    for pain in pains:
        gist = gist_of(pain.question or " ".join(pain.reactions))
        same = next((old for key, old in kept[-MAX_MOMENTS:] if similar(key, gist)), None)
        if same is None:
            kept.append((gist, pain))
            continue
        same.times += pain.times
        same.unanswered = same.unanswered or pain.unanswered
        same.reactions += pain.reactions
    return [pain for _, pain in kept[-MAX_MOMENTS:]]


def pain_points_of(turns: Sequence[TurnRecord]) -> list[str]:
    """Questions that went unanswered and what the caller felt badly about, oldest first.

    A bad moment belongs to the exchange before it; bad moments in a row on one topic
    are one complaint. `turns` are those in which the caller said something.
    """
    pains: list[_Pain] = []
    running: _Pain | None = None
    for at, record in enumerate(turns):
        text = said(record)
        # A doubt that a caller brings along is no complaint about this session.
        brought = at == 0 and record["mood"]["mood"] == "skeptical"
        if brought or not _felt_badly(record):
            running = _Pain(text, unanswered=True) if went_unanswered(record) else None
            pains += [running] if running else []
            continue
        if running is None or _changes_topic(running, text):
            before = None if running or at == 0 else turns[at - 1]
            running = _begun(record, before)
            pains.append(running)
        if text != running.question:
            running.reactions.append(text)
    return [pain.sentence() for pain in _merged(pains)]


def _begun(record: TurnRecord, before: TurnRecord | None) -> _Pain:
    """A complaint that starts with this bad moment: over the exchange before it, or its own."""
    if before and asked(before):
        pain = _Pain(said(before), unanswered=False, mood=record["mood"]["mood"])
        if not _changes_topic(pain, said(record)):
            return pain
    own = said(record) if went_unanswered(record) else ""
    return _Pain(own, unanswered=True, mood=record["mood"]["mood"])


def _changes_topic(pain: _Pain, text: str) -> bool:
    topic = topic_of(text)
    known = [found for found in map(topic_of, [pain.question, *pain.reactions[-2:]]) if found]
    return topic is not None and bool(known) and topic not in known


def failed_intents_of(turns: Sequence[TurnRecord]) -> list[str]:
    """Questions that went unanswered, and those that had to be asked again in other words."""
    gists = [gist_of(said(record)) for record in turns]
    failed: set[int] = set()
    for at, record in enumerate(turns):
        near = range(max(0, at - NEAR), at)
        first = next((back for back in near if similar(gists[back], gists[at])), None)
        # Talking on about a topic is no failure; coming back to it in a bad mood is.
        again = first is not None and (first in failed or _felt_badly(record))
        if first is not None and again and not was_booked(turns[first]):
            failed.add(first)
        elif went_unanswered(record):
            failed.add(at)
    return [shortened(said(turns[at])) for at in sorted(failed)][-MAX_MOMENTS:]


def positive_moments_of(turns: Sequence[TurnRecord]) -> list[str]:
    """Bookings made, and answers that the caller was glad of, oldest first."""
    moments: list[str] = []
    deed = ""
    booking = ""
    for record in turns:
        text = said(record)
        if is_positive(record["mood"]["sentiment"]):
            heard = f"he caller said {quoted(text)}"
            moments.append(f"{deed}; t{heard}" if deed else f"T{heard} ({record['mood']['mood']})")
            deed = ""
        elif deed.startswith(_BOOKED):
            moments.append(deed)
            deed = ""
        # A booking takes several turns; the first one says what was wanted.
        booking = (booking or text) if record["turn"].get("is_booking") else ""
        if was_booked(record):
            deed = f"{_BOOKED} {quoted(booking)}"
        elif was_answered(record):
            deed = _answer(text)
    if deed.startswith(_BOOKED):
        moments.append(deed)
    return list(dict.fromkeys(moments))[-MAX_MOMENTS:]


def _answer(question: str) -> str:
    topic = topic_of(question)
    about = f" (asked about {topic.label})" if topic else ""
    return f"Answered {quoted(question)}{about} from the business's own text"
