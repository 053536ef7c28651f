"""A poor call and the next one, heard, answered and summed up by a language model."""

from pathlib import Path

from providers.booking.llm import LLMBookingDetector
from providers.chat.llm import LLMResponder
from providers.emotion.llm import LLMEmotion
from providers.summary.llm import LLMOpening, LLMSummarizer
from tests.providers.llm import groq
from tests.server.line import serving
from tests.vendors.brain import brain
from tests.vendors.chat_server import ChatServer, Received


def replies(model: ChatServer) -> list[Received]:
    return [asked for asked in model.received if "response_format" not in asked.body]


async def test_what_the_model_is_told_in_two_calls(tmp_path: Path) -> None:
    with ChatServer(brain) as model:
        chat = groq(model, timeout=60)
        overrides = {
            "responder": LLMResponder(chat),
            "emotion": LLMEmotion(chat),
            "summarizer": LLMSummarizer(chat),
            "opening_chooser": LLMOpening(chat),
            "booking_detector": LLMBookingDetector(chat),
        }
        async with serving(tmp_path, overrides) as server:
            body = {
                "user_id": "tech",
                "business_name": "Tech Solutions",
                "additional_content": "Our address is 12 Harbour Street.",
            }
            assert (await server.rest.post("/data", json=body)).status_code == 200
            async with server.call("ann", "tech") as ann:
                answer = await ann.says("What is your address?")
                assert "12 Harbour Street" in answer["response_text"]
                await ann.says("That does not help [frustrated]")
                await ann.says("Whatever [resigned]")
            await server.json("/users/ann/emotion-stats")
            (summary,) = await server.services.context.history.summaries("ann")
            assert summary["outcome"] == "unsatisfied"
            assert summary["pain_points"] == ["Did not get the address."]
            assert summary.get("strategy") == "repair"
            async with server.call("ann", "tech") as ann:
                assert "repair" in ann.connected["greeting"]
                await ann.says("Your address please [skeptical]")
        first, second, _, last = replies(model)
        assert "Tech Solutions" in first.system
        assert "12 Harbour Street" in first.system
        assert "mood is frustrated" in second.system
        assert "What is your address?" in second.everything
        assert "mood is skeptical" in last.system
        assert "Opening (repair)" in last.system
        assert "Opening" not in second.system
