"""What a caller has against a day or time without naming another: "an hour later", "too early"."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from core.appointments import BookingDraft
from providers.booking.calendar_date import find_date
from providers.booking.contact import find_name
from providers.booking.drafts import Message
from providers.booking.named import Named

NEARBY = 60
"""Minutes from the time that was too early or too late at which others are looked for."""

_ABSOLUTE = (
    r"tomorrow|today|next|the|my|christmas|easter|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
)
"""What makes a day of its own of "the day after"."""
_BY = re.compile(
    r"\b(?P<count>half an|a quarter of an|an|a|\d{1,3})(?P<half> and a half)? "
    r"(?P<unit>hour|minute|day|week)s?(?P<half2> and a half)? "
    r"(?P<side>later|earlier|sooner|before|after)\b"
    rf"(?! (?:that i|{_ABSOLUTE}))"
)
_LENGTH = (
    r"(?P<by>(?:half an|a quarter of an|an|a|\d{1,3})(?: and a half)? (?:hour|minute|day|week)s?"
    r"(?: and a half)?)\b"
)
_BACK = re.compile(rf"\b((?:push|move|put|shift)\b.*?) back(?: by)? {_LENGTH}")
_FORTH = re.compile(rf"\b((?:bring|pull|move)\b.*?) (?:forward|up)(?: by)? {_LENGTH}")
"""Said otherwise, an hour later and an hour earlier."""
_NEXT = re.compile(
    r"\bthe (?:next|following) (?P<unit>day|week)\b|"
    r"\bthe (?P<unit2>day|week) (?P<side>after|before)\b"
    rf"(?! (?:{_ABSOLUTE}))"
)
_LATER = re.compile(
    r"(?<!\bsee you )(?<!\bcall )(?<!\bback )(?<!\btalk )(?<!\bthat )(?<!\bthe )\blater\b(?! than)|"
    r"\btoo (?:early|soon)\b"
)
_EARLIER = re.compile(
    r"(?<!\bsaid )(?<!\bthat )(?<!\btold you )(?<!\bthe )\b(?:earlier|sooner)\b(?! than)|"
    r"\btoo late\b"
)
_OTHER = (
    r"\b(?:wrong|different|another|some other|not (?:on )?that|not the|change the) (?:{0})\b|"
    r"^(?:(?:no|oh|well|just|only|please|it's) )*the (?:{0})(?: please| is wrong)?$"
)
_DAY = re.compile(_OTHER.format("day|date"))
_TIME = re.compile(_OTHER.format("time|hour"))
_NOT = re.compile(r"\bnot (?:at |for )?(?P<hour>\d{1,2})\b(?! (?:people|persons?|of us))")
_WRONG = re.compile(
    r"^(?:no )?(?:that|it|this)(?:'s| is| was) (?:all )?(?:not right|wrong|not correct|incorrect|"
    r"not what i (?:said|meant|wanted))\b|"
    r"^(?:(?:no|actually|please|wait|can you|could you) )*change (?:it|that|this)(?: please)?$"
)
_CANNOT = re.compile(
    r"\b(?:can't|cannot|won't|can not|not able to|unable to) (?:be able to )?"
    r"(?:make|do|come|attend)\b"
)
_NAME = re.compile(
    r"\bname (?:to|into|should be|must be|should read) (?P<name>[^,.!?]+)", re.IGNORECASE
)


def objects(said: str) -> bool:
    """Whether a message is about the day or time that was told, as plain text."""
    patterns = (_BY, _NEXT, _LATER, _EARLIER, _DAY, _TIME, _WRONG, _CANNOT)
    return any(pattern.search(said) for pattern in patterns)


def is_wrong(said: str) -> bool:
    """Whether all is called wrong, or cannot be, without a word of what."""
    return bool(_WRONG.search(said) or _CANNOT.search(said))


def correction(message: Message, draft: BookingDraft, found: Named) -> Named | None:
    """The draft's values as they are corrected; None where nothing is.

    "An hour later" and "the day after" count from the draft. A day or time that is only
    called wrong is taken back (None), and so is one that is only refused; around a time that
    is too early or late, others are to be looked for.
    """
    if shifted := moved_by(message.plain, draft.get("date"), draft.get("time"), message.now):
        return Named(shifted)
    if name := renamed(message.text):
        return Named({**found.slots, "name": name})
    news = {n for n in ("date", "time") if found.slots.get(n) not in (None, draft.get(n))}
    if news:
        return None
    refused = _refused(message.plain, draft, found)
    if "time" not in refused and (near := _near(message.plain, draft)):
        return Named({**found.slots, **refused, "time": None, "around": near})
    return Named({**found.slots, **refused}) if refused else None


def renamed(text: str) -> str | None:
    """The name after "change the name to"."""
    match = _NAME.search(text)
    return find_name(match["name"].strip(), bare=True) if match else None


def moved_by(said: str, day: str | None, clock: str | None, now: datetime) -> dict[str, Any] | None:
    """The day or time so much later or earlier; none past midnight, and none before now."""
    said = _FORTH.sub(r"\g<1> \g<by> earlier", _BACK.sub(r"\g<1> \g<by> later", said))
    match = _BY.search(said) or _NEXT.search(said)
    if not match:
        return None
    beside = f"{said[: match.start()]} {said[match.end() :]}"
    parts = {name: value for name, value in match.groupdict().items() if value}
    unit = parts.get("unit") or parts["unit2"]
    words = parts.get("count", "a")
    count = {"half an": 0.5, "a quarter of an": 0.25, "an": 1.0, "a": 1.0}.get(words)
    count = float(words) if count is None else count
    count += 0.5 if "half" in parts or "half2" in parts else 0.0
    count *= -1 if parts.get("side") in ("earlier", "sooner", "before") else 1
    try:
        if unit in ("day", "week"):
            if find_date(beside, now):
                return None
            ahead = timedelta(days=count * (7 if unit == "week" else 1))
            after = date.fromisoformat(day) + ahead if day else None
            return {"date": after.isoformat()} if after and after >= now.date() else None
        at = datetime.fromisoformat(f"{day or now.date().isoformat()}T{clock}") if clock else None
        then = at + timedelta(minutes=count * (60 if unit == "hour" else 1)) if at else None
        return {"time": f"{then:%H:%M}"} if at and then and then.date() == at.date() else None
    except (ValueError, OverflowError):
        return None


def _refused(said: str, draft: BookingDraft, found: Named) -> dict[str, None]:
    """What is wrong with the draft by its name, or by its value: "not ten"."""
    clock = draft.get("time") or ""
    no_hour = _NOT.search(said)
    same_hour = bool(no_hour and clock and int(no_hour["hour"]) % 12 == int(clock[:2]) % 12)
    cannot = bool(_CANNOT.search(said))
    refused: dict[str, None] = {}
    if _DAY.search(said) or (cannot and "date" in found.slots):
        refused["date"] = None
    if _TIME.search(said) or same_hour or (cannot and "time" in found.slots):
        refused["time"] = None
    return refused


def _near(said: str, draft: BookingDraft) -> str | None:
    """A time next to the draft's, or to the times that were offered."""
    is_later, is_earlier = bool(_LATER.search(said)), bool(_EARLIER.search(said))
    if is_later == is_earlier:
        return None
    clocks = sorted(offer[11:16] for offer in draft.get("offers") or [])
    open_ = "time" in (draft.get("missing") or [])
    clock = draft.get("time") if not open_ or not clocks else clocks[-1 if is_later else 0]
    try:
        hour, minute = (int(part) for part in (clock or "").split(":"))
    except ValueError:
        return None
    at = hour * 60 + minute + (NEARBY if is_later else -NEARBY)
    return f"{at // 60:02}:{at % 60:02}" if 0 <= at < 24 * 60 else None
