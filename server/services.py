"""Wiring: what the settings name, built and opened, and closed again in reverse."""

import asyncio
import os
import uuid
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

from langchain_core.embeddings import Embeddings
from langgraph.graph.state import CompiledStateGraph

from core.appointments import no_booking, nothing_known
from core.context import Context, utc_now
from core.deadline import stretched
from core.moods import Mood, add_mood
from core.outbox import NOBODY
from core.seams import BookingDetector, EmotionModel
from graphs.session_end import session_end_graph
from graphs.turn import PATIENCE, turn_graph
from memory.checkpoints import FILE, open_saver
from memory.erasure import Erasure
from memory.store import Memory, open_memory
from providers.emotion.cued import CuedEmotion
from providers.emotion.custom import custom_model
from providers.resilience.health import Health
from providers.summary.outcome import OutcomeThresholds
from server.fallbacks import Vendors, with_fallbacks
from server.language import language
from server.metrics import Metrics
from server.refine import READING, Refiner
from server.settings import Settings
from server.tracing import settle_tracing
from server.vendors import EdgeOnceReached, embedded_emotion, opened, vendors_of, who_serves

Graph = CompiledStateGraph[Any, Any, Any, Any]

Overrides = Mapping[str, Any]
"""Fields of `Context` to use instead of what the settings name, as tests do with fakes."""

LOADS_READERS = "book me for the third of May at two, my number is 415 555 2671"
"""A first message for the detector: the libraries that read days and numbers load with it."""

PROVIDERS: dict[str, str] = {
    "stt.pocketsphinx": "providers.stt.pocketsphinx:PocketsphinxSTT",
    "tts.espeak": "providers.tts.espeak:EspeakTTS",
    "emotion.local": "providers.emotion.local:LocalEmotion",
    "emotion.lexicon": "providers.emotion.lexicon:LexiconEmotion",
    "responder.extractive": "providers.chat.extractive:ExtractiveResponder",
    "booking_detector.rules": "providers.booking.rules:RulesBookingDetector",
    "summarizer.rules": "providers.summary.rules:RulesSummarizer",
    "opening_chooser.rules": "providers.summary.opening:RulesOpening",
    "embeddings.wordllama": "providers.embeddings.wordllama:WordLlamaEmbeddings",
    "sink.sheets": "providers.booking.sheets:SheetsSink",
    "sink.mail": "providers.mail.smtp:MailSink",
    "sink.webhook": "providers.webhook:WebhookSink",
}
"""A provider by its seam and name; imported only when it is chosen."""


@dataclass(frozen=True, slots=True)
class Services:
    """All that routes and sessions need."""

    settings: Settings
    context: Context
    memory: Memory
    erasure: Erasure
    turn: Graph
    session_end: Graph
    metrics: Metrics
    refiner: Refiner
    health: Health = field(default_factory=Health)
    serving: Callable[[], dict[str, list[str]]] = dict
    """Who serves each seam now, first asked first."""


@asynccontextmanager
async def open_services(
    settings: Settings,
    overrides: Overrides | None = None,
    isolated: bool = True,
    vendors: Vendors | None = None,
) -> AsyncGenerator[Services]:
    """Open everything, ready for the first call; `vendors` stand before what is embedded.

    Chroma stalls whatever shares its process, so it gets one of its own; not `isolated` it
    opens faster, which is better where nobody waits for sound.
    """
    settle_tracing(os.environ)
    given, health = dict(overrides or {}), Health()
    async with AsyncExitStack() as stack:
        saver = await stack.enter_async_context(open_saver(settings.checkpoints, settings.data_dir))
        embeddings: Embeddings = given.pop("embeddings", None) or build(
            "embeddings", settings.embeddings
        )
        stt = given.pop("stt", None) or _closing(stack, _stt(settings))
        tts = given.pop("tts", None) or _closing(stack, _tts(settings))
        detector: BookingDetector = build("booking_detector", "rules")
        # Side by side, for each waits for a process or a disk most of its time.
        emotion = emotion_of(settings)
        memory, _, _, _, _ = await asyncio.gather(
            open_memory(
                settings.data_dir,
                embeddings,
                database_url=settings.database_url,
                chroma_path=settings.chroma_path,
                isolated=isolated,
                timezone=ZoneInfo(settings.timezone),
            ),
            asyncio.to_thread(embeddings.embed_query, "the first query loads the model"),
            detector.detect(LOADS_READERS, no_booking(), [], utc_now(), nothing_known()),
            emotion.read("the first message loads the model"),
            _start(tts),
        )
        stack.push_async_callback(memory.close)
        context = Context(
            stt=stt,
            tts=tts,
            emotion=emotion,
            responder=build("responder", "extractive", embeddings),
            booking_detector=detector,
            bookings=memory.bookings,
            summarizer=build("summarizer", "rules", outcome_thresholds(settings)),
            opening_chooser=build("opening_chooser", "rules"),
            recall=memory.recall,
            journal=memory.journal,
            history=memory.history,
            ledger=memory.ledger,
            outbox=memory.outbox if settings.webhook_url else NOBODY,
            timezone=ZoneInfo(settings.timezone),
            vocabulary=memory.vocabulary,
        )
        refiners = ()
        if vendors is None:
            models = language(settings)
            vendors, refiners = vendors_of(settings, models), models.refiners
            await stack.enter_async_context(opened(vendors))
            if settings.tts == "auto" and "tts" not in (overrides or {}):
                edge = EdgeOnceReached(settings, tts, health)
                await stack.enter_async_context(edge.probing())
                context = replace(context, tts=edge)
        files = [settings.data_dir / FILE] if settings.checkpoints == "sqlite" else []
        elsewhere = settings.checkpoints if "://" in settings.checkpoints else None
        # The recogniser loads for a second on each core: nobody speaks before they are greeted.
        warming = asyncio.create_task(_start(stt))
        stack.callback(warming.cancel)
        suited = partial(stretched, deadline=settings.turn_deadline)
        yield Services(
            settings=settings,
            context=with_fallbacks(replace(context, **given), vendors, health),
            memory=memory,
            erasure=memory.erasure(
                saver, lambda session_id: [end_thread(session_id)], files, elsewhere
            ),
            turn=turn_graph(patience=suited(PATIENCE)).compile(checkpointer=saver),
            session_end=session_end_graph().compile(checkpointer=saver),
            metrics=Metrics(),
            refiner=Refiner(refiners, memory.journal, health, suited(READING)),
            health=health,
            serving=partial(who_serves, settings, vendors, context.tts),
        )


def end_thread(session_id: str) -> str:
    """The thread of a session's end: derived, and a UUID as Studio's server wants it."""
    return str(uuid.uuid5(uuid.UUID(session_id), "session_end"))


def emotion_of(settings: Settings) -> EmotionModel:
    """The model on the turn's path, or behind the service that is.

    Makes the settings' own moods known."""
    for own in settings.moods:
        add_mood(Mood(own.name, own.meaning, own.low, own.high, own.style))
    if settings.emotion_model:
        model: EmotionModel = custom_model(settings.emotion_model)
    else:
        model = build("emotion", embedded_emotion(settings))
    cues = {own.name: own.cues for own in settings.moods if own.cues}
    return CuedEmotion(model, cues) if cues else model


def outcome_thresholds(settings: Settings) -> OutcomeThresholds:
    return OutcomeThresholds(
        highly_satisfied=settings.outcome_highly_satisfied,
        satisfied=settings.outcome_satisfied,
        unsatisfied=settings.outcome_unsatisfied,
        frustrated=settings.outcome_frustrated,
    )


def _stt(settings: Settings) -> Any:
    limit = settings.stt_queue_limit
    return build("stt", "pocketsphinx", workers=settings.stt_workers, queue_limit=limit)


def _tts(settings: Settings) -> Any:
    return build("tts", "espeak", queue_limit=settings.tts_queue_limit)


def build(seam: str, name: str, *arguments: Any, **options: Any) -> Any:
    """The provider of a seam by its name."""
    module, _, attribute = PROVIDERS[f"{seam}.{name}"].partition(":")
    return getattr(import_module(module), attribute)(*arguments, **options)


async def _start(provider: Any) -> None:
    """Start a provider's workers, where it has any, so that its first job is fast."""
    if hasattr(provider, "start"):
        await provider.start()


def _closing(stack: AsyncExitStack, provider: Any) -> Any:
    """A provider that runs workers of its own: closed in the end."""
    stack.push_async_callback(provider.close)
    return provider
