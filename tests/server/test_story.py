"""The seed's stories as text calls to a server: a poor call, its repair, and a good one."""

from pathlib import Path
from typing import Any

from providers.embeddings.wordllama import WordLlamaEmbeddings
from server.demo import PRECISE, VAGUE
from tests.server.line import Server, serving


async def teach(server: Server, text: str) -> None:
    body = {"user_id": "tech", "business_name": "Tech Solutions", "additional_content": text}
    assert (await server.rest.post("/data", json=body)).status_code == 200


async def call(server: Server, user_id: str, *lines: str) -> list[dict[str, Any]]:
    async with server.call(user_id, "tech") as caller:
        return [caller.connected, *[await caller.says(line) for line in lines]]


async def summary(server: Server, user_id: str) -> Any:
    await server.json(f"/users/{user_id}/emotion-stats")
    return (await server.services.context.history.summaries(user_id))[0]


async def test_a_poor_call_is_repaired_in_the_next(tmp_path: Path) -> None:
    async with serving(tmp_path, {"embeddings": WordLlamaEmbeddings()}) as server:
        await teach(server, VAGUE)
        await call(
            server,
            "ann",
            "What's your address?",
            "That doesn't help. Where exactly are you located?",
            "Whatever...",
        )
        poor = await summary(server, "ann")
        assert [point["mood"] for point in poor["trajectory"]] == [
            "neutral",
            "frustrated",
            "resigned",
        ]
        assert poor["outcome"] in ("unsatisfied", "frustrated")
        assert any("locat" in pain or "address" in pain for pain in poor["pain_points"])
        assert poor["strategy"] == "repair"

        await teach(server, PRECISE)
        connected, address, thanks = await call(
            server, "ann", "I need your exact address again", "Perfect, thank you!"
        )
        assert "extra attentive" in connected["greeting"]
        assert connected["emotion_stats"]["total_sessions"] == 1
        assert "12 Harbour Street" in address["response_text"]
        assert thanks["sentiment"] > 0
        good = await summary(server, "ann")
        assert good["outcome"] in ("satisfied", "highly_satisfied")
        assert good["positive_moments"]
        assert good["strategy"] == "continuity_positive"


async def test_a_good_call_keeps_its_momentum(tmp_path: Path) -> None:
    async with serving(tmp_path, {"embeddings": WordLlamaEmbeddings()}) as server:
        await teach(server, PRECISE)
        _, asked, booked, _ = await call(
            server, "ben", "Book me for tomorrow at 2 PM", "yes", "Great, thanks!"
        )
        assert asked["is_booking"] is True
        assert booked["booking"]["status"] == "booked"
        assert (await summary(server, "ben"))["outcome"] == "highly_satisfied"
        greeting = await server.json("/users/ben/greeting")
        assert greeting["strategy"] == "continuity_positive"
        assert "momentum" in greeting["greeting"]
