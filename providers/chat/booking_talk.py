"""What is said about a booking in each of its states, in few words."""

import re
from dataclasses import replace

from core.appointments import BookingDraft
from core.moods import BY_NAME, is_negative
from core.seams import Brief
from providers.booking import wish
from providers.booking.correcting import objects
from providers.booking.duration import find_duration
from providers.booking.intent import intent_of
from providers.booking.later import next_of
from providers.booking.numbers import plain
from providers.booking.party import find_party
from providers.booking.times import when_words
from providers.chat.booking_questions import OTHER_DAY, is_timed, offered, question
from providers.chat.phrases import pick
from providers.chat.read_back import (
    answers_availability,
    called,
    done,
    holds_unheard,
    read_back,
    shall,
    stands,
)
from providers.chat.speech import sentence
from providers.chat.talk import Kind

ACKNOWLEDGED = ("I'm sorry about that.", "I understand, I'll be quick.", "Sorry for the trouble.")
"""What an upset caller hears before the next question, never on two turns running."""
SURE = 0.5
"""Confidence from which a bad mood is answered."""
ELSE = "Can I help with anything else?"
NEXT, LAST = "Now to the next one.", "Now to the other one."

_INQUIRY = re.compile(
    r"^(?:what(?! about)|when(?!ever)|where|who|why|which|how(?! about)|is there|are (?:you|there)|"
    r"does|(?:do|must|am|will) (?:i|we)|will there|"
    r"do you(?! have (?:anything|something|time|a slot|space|room))|(?:can|could) you tell)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:wait|oh|and|but|so|sorry|ok|okay|well|hm+|um|first|actually|by the way|hold on|"
    r"before that|one question|just|yes|no)\b[,.! ]*)+",
    re.IGNORECASE,
)
_ASKS_AGAIN = re.compile(
    r"\b(?:what|which) (?:time|day|date) (?:did you say|(?:was|is) (?:it|that))\b|"
    r"\bwhen (?:was|is) (?:it|that)(?: again)?\W*$|\bwhat did you (?:say|book)\b",
    re.IGNORECASE,
)
_FEW = 4
_WHEN = re.compile(
    r"\b(?:book|reserve|schedule|appointment|reservation|today|tonight|tomorrow|(?:mon|tues|wednes|"
    r"thurs|fri|satur|sun)day|noon|midday|o'?clock|[ap]\.? ?m|morning|afternoon|evening|instead)\b"
    r"|\d",
    re.IGNORECASE,
)


def booking_words(brief: Brief, kind: Kind) -> list[str]:
    """The sentences for the state of a draft; none where there is nothing to say of it.

    `kind` is that of the caller's message: who asks to repeat hears the same words again.
    """
    draft = brief.booking
    problem = sentence(draft.get("problem") or "")
    match draft["status"]:
        case "none":
            is_asked = draft.get("was") == "booked" and _ASKS_AGAIN.search(brief.transcript)
            return [stands(brief)] if is_asked and draft.get("date") else []
        case "collecting" | "confirming" if kind == "goodbye":
            return [_untouched(draft), "Goodbye, and have a nice day!"]
        case "collecting" | "confirming":
            return [
                *_feeling(brief, kind),
                *_open(brief, problem, again=kind in ("repeat", "confused")),
            ]
        case "confirmed":
            return ["One moment, please."]
        case "booked":
            return [done(brief), *_next(brief)]
        case "failed":
            return [f"I'm sorry. {problem or 'I could not do that.'}", *_instead(brief)]
        case "dropped":
            return [problem or _untouched(draft), *(_next(brief) or [ELSE])]


def taken_up(brief: Brief) -> str:
    """One short sentence that takes an open draft up again after a question in between.

    What of the draft was never heard is read back with it.
    """
    draft = brief.booking
    if draft["status"] == "confirming":
        return " ".join(read_back(brief)) if holds_unheard(brief) else shall(brief)
    if offers := offered(draft, (), brief.today):
        return offers[-1]
    asked = question(draft, (), brief.today)
    return f"And {asked[0].lower()}{asked[1:]}"


def is_open(draft: BookingDraft) -> bool:
    return draft["status"] in ("collecting", "confirming")


def interrupts(draft: BookingDraft, transcript: str) -> bool:
    """Whether a question asked while a draft is open is about something else.

    "What does it cost?" and "are you open on Friday?" are; "is Friday at two possible?"
    is about the draft. The detector leaves the draft alone for the former by the same rule.
    """
    intent = intent_of(transcript, dated=True)
    if not is_open(draft) or intent == "availability":
        return False
    if inquires(transcript):
        return True
    said = plain(transcript)
    if find_duration(said) or find_party(said):
        return False
    about_it = intent in ("change", "cancel") or wish.needs(said) or objects(said)
    return not (about_it or _WHEN.search(transcript) or _fills(draft, transcript))


def inquires(transcript: str) -> bool:
    """Whether a message opens like a question that wants to know, not one that proposes."""
    return bool(_INQUIRY.match(_LEAD.sub("", transcript.strip())))


def _fills(draft: BookingDraft, transcript: str) -> bool:
    """Whether a message is little more than what the draft holds: "a haircut", "for Sam"."""
    values = f"{draft.get('service') or ''} {draft.get('name') or ''}".casefold()
    words = re.findall(r"\w+", transcript.casefold())
    return any(word in values.split() for word in words) and len(words) <= _FEW


def _open(brief: Brief, problem: str, *, again: bool) -> list[str]:
    """What is wrong with the draft, what is free instead, and the one thing to ask."""
    draft, window = brief.booking, () if again else brief.window
    if problem.endswith("?"):
        return [problem]
    if draft["status"] == "confirming":
        said = read_back(brief, again=again)
    elif offers := offered(draft, window, brief.today):
        said = offers
    elif draft.get("intent") == "availability" and not (draft.get("offers") or is_timed(draft)):
        day = when_words(draft.get("date"), None, brief.today)
        said = [sentence(f"I'm afraid I have nothing free {day}"), OTHER_DAY]
    elif answers_availability(brief) and is_timed(draft):
        when = when_words(draft.get("date"), draft.get("time"), brief.today)
        return [f"Yes, {when.removeprefix('on ')} is free.", question(draft, window, brief.today)]
    else:
        said = [question(draft, window, brief.today)]
    return [problem, *said] if problem else [*_welcome(brief), *said]


def _welcome(brief: Brief) -> list[str]:
    """A word for a wish that is still without a day or time, with the name of who is known."""
    draft = brief.booking
    if draft["status"] == "confirming" or is_negative(brief.mood["sentiment"]):
        return []
    name = called(brief)
    if draft.get("date") or draft.get("time") or draft.get("offers"):
        return [f"Gladly, {name}."] if name else []
    if draft.get("intent") in ("change", "cancel") or "Gladly" in _said_last(brief):
        return []
    return [f"Gladly, {name}!" if name else "Gladly!"]


def _next(brief: Brief) -> list[str]:
    """What was wished for in the same breath, and is now come to."""
    draft = next_of(brief.booking)
    if not draft:
        return []
    problem = sentence(draft.get("problem") or "")
    first = NEXT if draft.get("later") else LAST
    following = _open(replace(brief, booking=draft), problem or first, again=False)
    return [first, *following] if problem else following


def _feeling(brief: Brief, kind: Kind) -> list[str]:
    if kind in ("yes", "no", "fine"):
        return []
    if not _upset(brief) or _said_last(brief).startswith(ACKNOWLEDGED):
        return []
    return [pick(ACKNOWLEDGED, brief.window)]


def _upset(brief: Brief) -> bool:
    """To be sorry for somebody who only asked for something is worse than to say nothing."""
    mood = BY_NAME.get(brief.mood["mood"])
    return mood is not None and is_negative(mood.middle) and brief.mood["confidence"] >= SURE


def _instead(brief: Brief) -> list[str]:
    """What a booking that failed leaves to choose from."""
    if brief.booking.get("intent") == "cancel":
        return [ELSE]
    offers = offered(brief.booking, brief.window, brief.today)
    return offers or ["What other day or time would suit you?"]


def _untouched(draft: BookingDraft) -> str:
    if draft.get("intent") in ("change", "cancel"):
        return "All right, your appointment stays as it is."
    return f"All right, I won't book {'that one' if draft.get('later') else 'anything'}."


def _said_last(brief: Brief) -> str:
    return brief.window[-1]["reply"] if brief.window else ""
