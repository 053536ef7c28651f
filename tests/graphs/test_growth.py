"""What a long session costs in checkpoints, and what never gets into them."""

import sqlite3
from itertools import pairwise
from pathlib import Path

from core.seams import Transcript
from memory.checkpoints import open_saver
from tests.graphs.scenes import Scene, fake_context

PATIENCE = 60.0
AUDIO = b"RIFFWAVEfmt-sound-of-a-voice"


class Hears:
    async def transcribe(self, audio: bytes, hint: str = "") -> Transcript:
        return Transcript("when do you open", 0.9, 1.0)


def stored(path: Path) -> int:
    """Bytes of checkpoints and writes, apart from the file's own slack."""
    with sqlite3.connect(path) as db:
        return sum(
            db.execute(f"SELECT coalesce(sum(length({column})), 0) FROM {table}").fetchone()[0]
            for table, column in (("checkpoints", "checkpoint"), ("writes", "value"))
        )


async def test_300_turns_grow_by_the_same_step_each(tmp_path: Path) -> None:
    async with open_saver("sqlite", tmp_path) as saver:
        scene = Scene(fake_context({"shop": ["we open at nine"]}), saver, PATIENCE)
        sizes: list[int] = []
        for turn in range(300):
            await scene.says(f"message number {turn:03} when do you open")
            if turn % 50 == 49:
                sizes.append(stored(tmp_path / "checkpoints.sqlite3"))
    steps = [later - earlier for earlier, later in pairwise(sizes)]
    assert max(steps) <= 1.02 * min(steps), steps


async def test_no_audio_is_in_the_database(tmp_path: Path) -> None:
    async with open_saver("sqlite", tmp_path) as saver:
        scene = Scene(fake_context({"shop": ["we open at nine"]}), saver, PATIENCE)
        await scene.speaks(AUDIO, stt=Hears())
        reply = (await scene.says("when do you open"))["turn"].get("reply", "")
        spoken = await scene.context.tts.synthesize(reply)
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"when do you open" in kept
    assert b"sound-of-a-voice" not in kept
    assert spoken not in kept


async def test_every_nodes_step_is_saved(tmp_path: Path) -> None:
    async with open_saver("sqlite", tmp_path) as saver:
        scene = Scene(saver=saver, patience=PATIENCE)
        await scene.says("hello")
        steps = [snapshot.next async for snapshot in scene.turn.aget_state_history(scene.config)]
    assert [set(step) for step in reversed(steps)] == [
        {"__start__"},
        {"transcribe"},
        {"classify_emotion", "retrieve", "detect_booking"},
        {"respond"},
        {"speak"},
        set(),
    ]
