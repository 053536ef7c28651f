"""How well, and how fast, a SpeechToText hears human speech.

The dataset is a folder with `manifest.jsonl` (per clip: `audio`, a path within the
folder, `text`, what was said, `seconds` and `source`); the solver is the ear; the score
is the word error rate. Run as `python -m evals.speech --data FOLDER`.
"""

import asyncio
import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import jiwer
import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from core.seams import SpeechToText

_RESAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class Heard:
    """One clip transcribed: `errors` of `words`, in `took` seconds for `seconds` of audio."""

    source: str
    reference: str
    hypothesis: str
    words: int
    errors: int
    seconds: float
    took: float

    @property
    def real_time_factor(self) -> float:
        return self.took / self.seconds


@dataclass(frozen=True, slots=True)
class Report:
    """All clips heard, or those of one source."""

    clips: Sequence[Heard]

    @property
    def word_error_rate(self) -> float:
        """Substitutions, deletions and insertions per word said; may pass 1."""
        return sum(clip.errors for clip in self.clips) / sum(clip.words for clip in self.clips)

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % bootstrap interval of the word error rate over utterances.

        Method: Bisani and Ney, "Bootstrap estimates for confidence intervals in ASR
        performance evaluation", ICASSP 2004.
        """
        counts = np.array([(clip.errors, clip.words) for clip in self.clips])
        random = np.random.default_rng(0)
        drawn = counts[random.integers(len(counts), size=(_RESAMPLES, len(counts)))].sum(axis=1)
        low, high = np.percentile(drawn[:, 0] / drawn[:, 1], (2.5, 97.5))
        return float(low), float(high)

    def real_time_factor(self, percentile: float) -> float:
        """Seconds taken per second of audio, one clip at a time."""
        return float(np.percentile([clip.real_time_factor for clip in self.clips], percentile))

    def by_source(self) -> dict[str, "Report"]:
        sources = dict.fromkeys(clip.source for clip in self.clips)
        return {
            source: Report([clip for clip in self.clips if clip.source == source])
            for source in sources
        }


def normalised(text: str) -> str:
    """Lower case without punctuation; the apostrophe within a word stays."""
    return " ".join(re.sub(r"[^\w']|_", " ", text.lower()).split())


async def measure(data: Path, stt: SpeechToText, limit: int | None = None) -> Report:
    """Transcribe the first `limit` clips of the folder, or all, one after the other."""
    lines = (data / "manifest.jsonl").read_text().splitlines()
    heard: list[Heard] = []
    for clip in map(json.loads, lines[:limit]):
        audio = (data / clip["audio"]).read_bytes()
        start = time.perf_counter()
        transcript = await stt.transcribe(audio)
        took = time.perf_counter() - start
        reference, hypothesis = normalised(clip["text"]), normalised(transcript.text)
        score = jiwer.process_words(reference, hypothesis)
        heard.append(
            Heard(
                source=re.split(r" \(| via ", clip["source"])[0],
                reference=reference,
                hypothesis=hypothesis,
                words=score.hits + score.substitutions + score.deletions,
                errors=score.substitutions + score.deletions + score.insertions,
                seconds=transcript.seconds,
                took=took,
            )
        )
    return Report(heard)


def table(report: Report) -> Table:
    """The report, per source and overall."""
    shown = Table("source", "clips", "words", "WER", "95 %", "RTF p50", "RTF p95", "no words")
    for name, part in {**report.by_source(), "all": report}.items():
        low, high = part.interval
        shown.add_row(
            name,
            str(len(part.clips)),
            str(sum(clip.words for clip in part.clips)),
            f"{part.word_error_rate:.1%}",
            f"{low:.1%} to {high:.1%}",
            f"{part.real_time_factor(50):.2f}",
            f"{part.real_time_factor(95):.2f}",
            str(sum(not clip.hypothesis for clip in part.clips)),
        )
    return shown


def main(
    data: Annotated[Path, typer.Option(help="The folder with manifest.jsonl.")],
    limit: Annotated[int | None, typer.Option(help="Only the first clips.")] = None,
    show: Annotated[bool, typer.Option(help="Print what was heard, clip by clip.")] = False,
    whisper: Annotated[
        Path | None, typer.Option(help="A CTranslate2 Whisper model's folder, to hear with.")
    ] = None,
) -> None:
    """Measure the embedded ear, or a local Whisper, on human speech."""
    from providers.stt.faster_whisper import FasterWhisperSTT
    from providers.stt.pocketsphinx import PocketsphinxSTT

    async def run() -> Report:
        stt = FasterWhisperSTT(whisper) if whisper else PocketsphinxSTT(workers=1)
        try:
            await stt.start()
            return await measure(data, stt, limit)
        finally:
            await stt.close()

    report = asyncio.run(run())
    console = Console()
    if show:
        for clip in report.clips:
            console.print(f"said  {clip.reference}\nheard {clip.hypothesis}\n", highlight=False)
    console.print(table(report))


if __name__ == "__main__":
    typer.run(main)
