"""A real server under messages that no honest client sends.

`python -m evals.fuzz --count 2000 --seed 0`. Each message must be answered, by a turn or by
an error, within a time limit and on a line that stays; at the end the server must still
run, have counted the turns it gave, and answer a clean spoken question.
"""

import asyncio
import io
import tempfile
import time
import wave
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import numpy as np
import psutil
import typer
from rich.console import Console
from rich.table import Table
from websockets.exceptions import WebSocketException

from evals.line import GET_STATUS, Line, calling
from evals.mutants import Mutant, mutants
from evals.process import serving
from providers.tts.espeak import EspeakTTS
from tests.providers.recordings import recorded, tone, written

LIMIT_SECONDS = 30.0
QUESTION = "what are your opening hours"

WAVS = ("PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW")
RATES = (8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000)
OTHERS = {"FLAC": "PCM_16", "OGG": "VORBIS", "MP3": None, "AIFF": "PCM_16", "CAF": "PCM_16"}
BROWSERS = (("webm", "libopus"), ("ogg", "libopus"), ("mp4", "aac"))


@dataclass(frozen=True, slots=True)
class Outcome:
    """`code` is `turn`, `status`, an error's code or, in capitals, what was amiss."""

    mutant: Mutant
    code: str
    seconds: float
    detail: str = ""

    @property
    def missed(self) -> bool:
        return self.code.isupper()


@dataclass
class Report:
    """What became of every message, and what else was wrong."""

    outcomes: list[Outcome] = field(default_factory=list[Outcome])
    faults: list[str] = field(default_factory=list[str])
    notes: list[str] = field(default_factory=list[str])

    @property
    def misses(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.missed]


def recordings(speech: bytes) -> list[bytes]:
    """Short recordings, under a second, of every kind a client may send; `speech` is a WAV."""
    with wave.open(io.BytesIO(speech)) as file:
        word = np.frombuffer(file.readframes(file.getframerate() * 7 // 10), "<i2")
    voice, beep = (word / 32768).astype(np.float32), tone(0.3)
    made = [
        written(sound, rate, subtype=kind, channels=1 + (number + rate) % 2)
        for number, kind in enumerate(WAVS)
        for rate in RATES[number % 2 :: 2]
        for sound in (voice, beep)[number % 3 == 0 :]
    ]
    made += [written(voice, 22_050, name, kind) for name, kind in OTHERS.items()]
    return made + [recorded(voice, *kind) for kind in BROWSERS] + [written(0 * beep, 48_000)]


async def fuzz(port: int, messages: Iterator[Mutant], lines: int = 4) -> Report:
    """Send every message over some lines at once, one after another on each."""
    report = Report()

    async def caller(number: int) -> None:
        try:
            while not await _hold(port, f"mutant-{number}", messages, report):
                pass
        except OSError as error:
            report.faults.append(f"no line to the server any more: {error}")

    await asyncio.gather(*map(caller, range(lines)))
    return report


async def _hold(port: int, user: str, messages: Iterator[Mutant], report: Report) -> bool:
    """Hold one line until no message waits; False if it is not to be trusted any more."""
    turns = 0
    async with calling(port, user) as line:
        for mutant in messages:
            outcome = await _sent(line, mutant)
            report.outcomes.append(outcome)
            if outcome.missed:
                return False
            turns += outcome.code == "turn"
        counted = (await line.say(GET_STATUS)).message["turns"]
        if counted != turns:
            report.faults.append(f"{user} got {turns} turns, and {counted} were counted")
    return True


async def _sent(line: Line, mutant: Mutant) -> Outcome:
    began = time.perf_counter()
    try:
        answer = await line.say(mutant.message, LIMIT_SECONDS)
        code, detail = answer.code, str(answer.message.get("message", ""))
    except TimeoutError:
        code, detail = "NO ANSWER", f"in {LIMIT_SECONDS:.0f} s"
    except WebSocketException as error:
        code, detail = "LINE CLOSED", str(error)
    except ValueError as error:
        code, detail = "WRONG ANSWER", str(error)
    return Outcome(mutant, code, time.perf_counter() - began, detail)


async def measure(numbers: range, seed: int, lines: int) -> Report:
    word, question = await _spoken("yes please", QUESTION)
    messages = mutants(recordings(word), numbers, seed)
    with tempfile.TemporaryDirectory() as folder:
        async with serving(Path(folder)) as server:
            before = server.usage()
            report = await fuzz(server.port, messages, lines)
            if not server.alive:
                report.faults.append("the server died")
                return report
            async with calling(server.port, "honest") as line:
                answer = (await line.say(question, LIMIT_SECONDS)).message
            if answer.get("transcript") != QUESTION:
                report.faults.append(f"the clean question at the end was answered {answer}")
            after = server.usage()
            log = await asyncio.to_thread(server.log.read_text, errors="replace")
    lost = {used.pid for used in before} - {used.pid for used in after}
    errors = log.count('"level": "error"')
    grown = [f"{usage[0].rss / 1e6:.0f} MB" for usage in (before, after)]
    report.notes += [
        f"Server's memory: {grown[0]} before, {grown[1]} after; workers replaced: {len(lost)}.",
        f"In its log: {errors} errors, {log.count('stage_degraded')} degraded stages.",
    ]
    return report


async def _spoken(*texts: str) -> list[bytes]:
    tts = EspeakTTS()
    try:
        return [await tts.synthesize_wav(each) for each in texts]
    finally:
        await tts.close()


def table(report: Report) -> Table:
    """Per answer: how many messages of each sort got it, and the slowest."""
    shown = Table("answer", "audio", "json", "p50 (ms)", "slowest (ms)", "which")
    by_code: dict[str, list[Outcome]] = {}
    for outcome in report.outcomes:
        by_code.setdefault(outcome.code, []).append(outcome)
    for code, group in sorted(by_code.items(), key=lambda item: -len(item[1])):
        sorts = Counter(type(outcome.mutant.message) for outcome in group)
        slowest = max(group, key=lambda outcome: outcome.seconds)
        taken = 1000 * float(np.median([outcome.seconds for outcome in group]))
        counts = str(sorts[bytes]), str(sorts[str])
        which = f"{slowest.mutant.kind}, number {slowest.mutant.number}"
        shown.add_row(code, *counts, f"{taken:.0f}", f"{1000 * slowest.seconds:.0f}", which)
    return shown


def main(
    count: Annotated[int, typer.Option(help="How many messages.", min=1)] = 2000,
    seed: Annotated[int, typer.Option(help="Which series of messages.", min=0)] = 0,
    first: Annotated[int, typer.Option(help="The number of the first one.", min=0)] = 0,
    lines: Annotated[int, typer.Option(help="Connections at once.", min=1)] = 4,
) -> None:
    """Send them, print the answers, and fail on any miss; one again: --first NUMBER --count 1."""
    load, began = psutil.getloadavg()[0], time.perf_counter()
    report = asyncio.run(measure(range(first, first + count), seed, lines))
    console = Console()
    console.print(table(report))
    took = time.perf_counter() - began
    console.print(f"{len(report.outcomes)} messages in {took:.0f} s; load {load:.2f} before.")
    for note in report.notes:
        console.print(note)
    for miss in report.misses:
        told = f"number {miss.mutant.number} ({miss.mutant.kind}): {miss.code} {miss.detail}"
        console.print(f"[red]{told}[/] {miss.mutant.message[:80]!r}", highlight=False)
    for fault in report.faults:
        console.print(f"[red]{fault}[/]", highlight=False)
    if report.misses or report.faults or len(report.outcomes) != count:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
