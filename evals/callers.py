"""Callers whose answers can be told apart: what they ask, how they ask it, what must come back.

Every caller has a business of its own, with an address, hours and prices like no other's.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import numpy as np

from evals.line import Answer, Line, calling, text
from evals.process import ServerProcess
from providers.audio import decode
from providers.workers import Workers

RETRY_SECONDS = 0.5
"""How long a caller who was told `busy` waits."""

ALIKE = 0.9
"""Least correlation of two renderings of one text: espeak-ng's breath is random, and measured
were 0.97 and more for the same text, under 0.4 for others of the same length."""

WRITTEN = (
    ("how much is the {} repair?", "The {} repair costs {} euros."),
    ("what does your {} lesson cost?", "A {} lesson costs {} euros."),
    ("do you sell {} gloves?", "We sell {} gloves for {} euros."),
    ("tell me the price of the {} rental", "The {} rental is {} euros a day."),
    ("and a {} cleaning, is that expensive?", "A {} cleaning is {} euros."),
)
"""What is asked turn by turn, and the sentence of the business that answers it."""

SPOKEN = ("what is your address", "what are your opening hours", "what is your phone number")
"""The same for recognisers, who know no made-up words."""

Asked = tuple[int, int]
"""Which caller, and which of its turns; both count from 0."""

Messages = dict[Asked, str | bytes]


@dataclass
class Phase:
    """What came of asking all questions: answers, faults in words, and counts of codes.

    `seconds` is the time it took, `cpu` the seconds of CPU of the server's processes by role.
    """

    answers: dict[Asked, Answer] = field(default_factory=dict[Asked, Answer])
    faults: list[str] = field(default_factory=list[str])
    codes: Counter[str] = field(default_factory=Counter[str])
    seconds: float = 0.0
    cpu: dict[str, float] = field(default_factory=dict[str, float])


def item(caller: int, turn: int) -> str:
    """A word that no other turn of any caller uses."""
    return f"walnut{caller}x{turn}"


def question(caller: int, turn: int) -> str:
    return WRITTEN[turn % len(WRITTEN)][0].format(item(caller, turn))


def business(caller: int, turns: int) -> dict[str, str]:
    prices = (
        WRITTEN[turn % len(WRITTEN)][1].format(item(caller, turn), 100 + 7 * caller + turn)
        for turn in range(turns)
    )
    return {
        "user_id": f"shop-{caller}",
        "business_name": f"Shop {caller}",
        "phone": f"+49 30 {5000 + caller}",
        "additional_content": (
            f"Our address is {100 + caller} Harbour Street. "
            f"Our opening hours are Monday to Friday from 8:{caller % 60:02d} AM to 6 PM. "
            + " ".join(prices)
        ),
    }


async def teach(server: ServerProcess, callers: int, turns: int) -> None:
    async with httpx.AsyncClient(base_url=server.url, timeout=60) as rest:
        for caller in range(callers):
            (await rest.post("/data", json=business(caller, turns))).raise_for_status()


async def timed(server: ServerProcess, asking: Callable[[Phase], Awaitable[object]]) -> Phase:
    """Run one way of asking, and note its time and the CPU it took."""
    phase, before = Phase(), server.cpu_by_role()
    began = time.perf_counter()
    await asking(phase)
    phase.seconds = time.perf_counter() - began
    spent = server.cpu_by_role()
    phase.cpu = {role: spent[role] - before.get(role, 0.0) for role in spent}
    return phase


async def call(phase: Phase, port: int, name: str, caller: int, messages: Messages) -> None:
    """One caller's session: every question in order, and again after `busy`."""
    user = f"{name}-{caller}"
    async with calling(port, user, f"shop-{caller}") as line:
        mine = sorted(asked for asked in messages if asked[0] == caller)
        for number, asked in enumerate(mine, 1):
            where, said = f"{user}, turn {number}", messages[asked]
            answer = await _answered(phase, line, said)
            phase.codes[answer.code] += 1
            if answer.code != "turn":
                phase.faults.append(f"{where}: {answer.message}")
                continue
            phase.answers[asked] = answer
            expected: dict[str, Any] = {
                "user_id": user,
                "session_id": line.connected["session_id"],
                "turn": number,
                "audio_size": len(answer.audio),
                "degraded": list[str](),
                "answered": True,
            }
            if isinstance(said, str):
                expected["transcript"] = question(*asked)
            phase.faults += differences(where, answer.message, expected)


async def _answered(phase: Phase, line: Line, said: str | bytes) -> Answer:
    while (answer := await line.say(said)).code == "busy":
        phase.codes["busy"] += 1
        await asyncio.sleep(RETRY_SECONDS)
    return answer


async def alone_and_together(
    server: ServerProcess, callers: int, messages: Messages
) -> tuple[Phase, Phase]:
    """All callers one after another, then the same ones, under other names, all at once."""
    await teach(server, callers, 1 + max(turn for _, turn in messages))
    async with calling(server.port, "first", "shop-0") as line:
        await line.say(text("hello"))  # What is loaded at the first turn is nobody's cost.

    async def alone(phase: Phase) -> None:
        for caller in range(callers):
            await call(phase, server.port, "alone", caller, messages)

    async def together(phase: Phase) -> None:
        port = server.port
        calls = (call(phase, port, "together", each, messages) for each in range(callers))
        await asyncio.gather(*calls)

    reference, phase = await timed(server, alone), await timed(server, together)
    ears = Workers(1, len(phase.answers), name="comparison")
    try:
        for asked in phase.answers.keys() & reference.answers.keys():
            where = f"caller {asked[0]}, turn {asked[1] + 1}, against the same asked alone"
            pair = phase.answers[asked], reference.answers[asked]
            phase.faults += await _unlike(where, *pair, ears)
    finally:
        await ears.close()
    return reference, phase


async def _unlike(where: str, answer: Answer, alone: Answer, ears: Workers) -> list[str]:
    """What differs in words, mood or sound from the answer to the same question asked alone."""
    same = {name: alone.message[name] for name in ("transcript", "response_text", "mood")}
    faults = differences(where, answer.message, same)
    if not faults and await ears.run(_likeness, answer.audio, alone.audio, limit=30) < ALIKE:
        faults.append(f"{where}: the audio says something else")
    return faults


def _likeness(audio: bytes, other: bytes) -> float:
    """The correlation of two replies in MP3; 0 for no audio or for different lengths.

    Runs in a worker, where what the decoder prints is not seen.
    """
    if not audio or len(audio) != len(other):
        return 0.0
    return float(np.corrcoef(decode(audio)[0], decode(other)[0])[0, 1])


def differences(where: str, got: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """One line for each field that is not as expected."""
    return [
        f"{where}: {name} is {got.get(name)!r}, not {value!r}"
        for name, value in expected.items()
        if got.get(name) != value
    ]
