"""A model that can be predicted: it does by rules what the prompts ask for."""

import json
import re
from typing import Any

from core.moods import BY_NAME
from tests.vendors.chat_server import Body

_PASSAGE = re.compile(r"<(p\d+)>\n(.*?)\n</\1>", re.DOTALL)
_TAG = re.compile(r"\((\w+)\)")
_BOOK = re.compile(r"\(book(?: (\d{4}-\d{2}-\d{2}))?(?: (\d{2}:\d{2}))?\)")


def brain(body: Body) -> str:
    """The reply, or the form filled in."""
    system, said = (str(message["content"]) for message in body["messages"][:2])
    form = body.get("response_format", {}).get("json_schema", {}).get("name")
    match form:
        case "MoodAnswer":
            return json.dumps(_mood(said))
        case "OutcomeAnswer":
            return json.dumps(_outcome(said))
        case "GreetingAnswer":
            return json.dumps(_greeting(said))
        case "BookingAnswer":
            return json.dumps(_booking(said))
        case _:
            return _reply(system)


def _reply(system: str) -> str:
    if found := _PASSAGE.search(system.rpartition("Passages, by their marks:")[2]):
        words = " ".join(re.findall(r"\w+", found[2])[:30]) or "it"
        return f"Of course. We know this: {words} [{found[1]}]."
    return "I am sorry, I have **nothing** on that. [gap] Shall I make an appointment?"


def _mood(message: str) -> dict[str, Any]:
    tags = [tag for tag in _TAG.findall(message) if tag in BY_NAME]
    mood = tags[-1] if tags else "neutral"
    return {"mood": mood, "sentiment": 3.0, "confidence": 0.8, "runner_up": "engaged"}


def _outcome(session: str) -> dict[str, Any]:
    moods = [BY_NAME[tag].middle for tag in re.findall(r"^caller \((\w+)\)", session, re.M)]
    good = sum(moods[-2:]) > 0
    return {
        "outcome": "satisfied" if good else "unsatisfied",
        "confidence": 0.8,
        "pain_points": [] if good else ["Did not get the address."],
        "positive_moments": ["Thanked us."] if good else [],
        "failed_intents": [],
    }


def _greeting(history: str) -> dict[str, Any]:
    last = re.findall(r"outcome: (\w+)", history)[0]
    strategy = {
        "neutral": "standard", "unsatisfied": "repair", "frustrated": "repair",
        "abandoned": "re_engage",
    }.get(last, "continuity_positive")  # fmt: skip
    return {"strategy": strategy, "greeting": f"Welcome back ({strategy})! How can I help?"}


def _booking(message: str) -> dict[str, Any]:
    nothing = dict.fromkeys(
        ["intent", "service", "date", "time", "party_size", "name", "phone", "email", "appointment"]
    )
    move = "none"
    if tag := _BOOK.search(message):
        move, nothing["date"], nothing["time"] = "wish", tag[1], tag[2]
    elif "(yes)" in message or "(no)" in message:
        move = "yes" if "(yes)" in message else "no"
    return {"move": move, **nothing}
