"""A small client for the terminal: type, send recordings, or have a voice speak for you.

python -m server.client --user ann                         type to talk, empty line to leave
python -m server.client --user ann --say "hello"           text turns, then leave
python -m server.client --user ann --wav question.wav      recordings, then leave
python -m server.client --user ann --speak "hello"         spoken by a synthetic caller
python -m server.client --user ann --streaming             each sentence as it is written
"""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

import typer
from rich.console import Console
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

console = Console(highlight=False)


def main(
    user: Annotated[str, typer.Option(help="Who is calling; remembered from call to call")],
    business: Annotated[
        str | None, typer.Option(help="Whose knowledge answers; default: the user's own")
    ] = None,
    say: Annotated[list[str] | None, typer.Option(help="A text turn; may be repeated")] = None,
    wav: Annotated[
        list[Path] | None, typer.Option(help="A recording to send; may be repeated", exists=True)
    ] = None,
    speak: Annotated[
        list[str] | None, typer.Option(help="A turn spoken by a synthetic caller; may be repeated")
    ] = None,
    save: Annotated[Path | None, typer.Option(help="Folder for the replies as MP3")] = None,
    streaming: Annotated[bool, typer.Option(help="Have the answer sent as it is made")] = False,
    url: Annotated[str, typer.Option(help="The server")] = "ws://localhost:5000",
) -> None:
    """Talk to a running Rapport server from the terminal."""
    query = {"user_id": user} | ({"business_id": business} if business else {})
    query |= {"streaming": "true"} if streaming else {}
    try:
        asyncio.run(_call(f"{url}/ws/voice?{urlencode(query)}", say, wav, speak, save))
    except (OSError, WebSocketException) as error:
        console.print(f"[red]No conversation with {url}: {error}.[/] Is the server up (make run)?")
        raise typer.Exit(1) from error


async def _call(
    address: str,
    say: list[str] | None,
    wav: list[Path] | None,
    speak: list[str] | None,
    save: Path | None,
) -> None:
    async with connect(address, max_size=None, compression=None) as line:
        connected = json.loads(await line.recv())
        if connected["type"] == "error":
            console.print(f"[red]{connected['message']}[/]")
            raise typer.Exit(1)
        console.print(f"[bold green]assistant[/] {connected['greeting']}")
        number = 0
        async for label, message in _turns(say or [], wav or [], speak or []):
            number += 1
            console.print(f"[bold cyan]you[/]       {label}")
            await line.send(message)
            audio = await _answer(line, spoken=isinstance(message, bytes))
            if save and audio:
                await asyncio.to_thread(_keep, save, number, audio)


async def _turns(
    say: list[str], wav: list[Path], speak: list[str]
) -> AsyncIterator[tuple[str, str | bytes]]:
    """What to show and what to send, turn by turn."""
    for text in say:
        yield text, json.dumps({"type": "text", "text": text})
    for path in wav:
        yield f"(recording {path.name})", await asyncio.to_thread(path.read_bytes)
    if speak:
        from providers.tts.espeak import CALLER_VOICE, EspeakTTS

        tts = EspeakTTS(CALLER_VOICE)
        try:
            for text in speak:
                yield f"(speaking) {text}", await tts.synthesize_wav(text)
        finally:
            await tts.close()
    while not (say or wav or speak):
        try:
            text = (await asyncio.to_thread(input, "> ")).strip()
        except EOFError:
            return
        if not text:
            return
        yield text, json.dumps({"type": "text", "text": text})


async def _answer(line: ClientConnection, spoken: bool) -> bytes:
    """Show the reply to one turn, in either dialect; returns its audio, or b"" after an error."""
    audio, streamed = b"", False
    while True:
        raw = await line.recv()
        if isinstance(raw, bytes):
            audio += raw
            if not streamed:
                return audio
            continue
        message: dict[str, Any] = json.loads(raw)
        kind = message["type"]
        streamed = streamed or kind == "response_started"
        if kind == "response_ended":
            return audio
        _show(message, spoken, streamed)
        if kind == "error" and not streamed:
            return b""


def _show(message: dict[str, Any], spoken: bool, streamed: bool) -> None:
    kind = message["type"]
    if kind == "error":
        console.print(f"[red]{message['code']}[/]    {message['message']}")
    elif kind == "degraded":
        console.print(f"          [yellow]degraded: {message['stage']} ({message['code']})[/]")
    elif kind == "response_text":
        console.print(f"[bold green]assistant[/] {message['text']}")
    elif kind == "response_metadata":
        heard = f"heard: {message['transcript']!r}, " if spoken else ""
        if not streamed:
            console.print(f"[bold green]assistant[/] {message['response_text']}")
        console.print(
            f"          [dim]{heard}mood: {message['mood']} ({message['sentiment']:+.2f}), "
            f"{message['audio_size']} bytes of speech, {message['timings_ms']['total']:.0f} ms[/]"
        )


def _keep(folder: Path, number: int, audio: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"reply-{number}.mp3"
    path.write_bytes(audio)
    console.print(f"          [dim]saved {path}[/]")


if __name__ == "__main__":
    typer.run(main)
