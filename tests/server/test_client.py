"""The terminal client, as a person would run it."""

import asyncio
import sys
from pathlib import Path

from tests.server.line import serving

ROOT = Path(__file__).parent.parent.parent


async def client(*arguments: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "server.client",
        *arguments,
        cwd=ROOT,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, output.decode()


async def test_it_says_sends_and_saves(tmp_path: Path) -> None:
    (tmp_path / "question.wav").write_bytes(b"say:thank you very much")
    async with serving(tmp_path / "data") as server:
        url = f"ws://127.0.0.1:{server.port}"
        recording = str(tmp_path / "question.wav")
        said = ["--say", "hello", "--wav", recording, "--save", str(tmp_path / "replies")]
        code, output = await client("--user", "ann", "--url", url, *said)
        assert code == 0, output
        assert "Hello! How can I assist you today?" in output
        assert "'thank you very much'" in output
        assert [path.name for path in sorted((tmp_path / "replies").iterdir())] == [
            "reply-1.mp3",
            "reply-2.mp3",
        ]
        code, output = await client("--user", "ann", "--url", url, "--streaming", *said)
        assert code == 0, output
        assert " ".join(output.split()).count("bytes of speech") == 2
        assert output.count("assistant") >= 3, "the greeting and two answers"
        code, output = await client("--user", "", "--url", url, "--say", "hello")
        assert code == 1
        assert "user_id" in output


async def test_it_says_what_to_do_when_nobody_answers() -> None:
    code, output = await client("--user", "ann", "--url", "ws://127.0.0.1:9", "--say", "hi")
    assert code == 1
    assert "make run" in output


async def test_help_shows_the_ways_to_talk() -> None:
    code, output = await client("--help")
    assert code == 0
    for option in (
        "--user",
        "--business",
        "--say",
        "--wav",
        "--speak",
        "--save",
        "--url",
        "--streaming",
    ):
        assert option in output
