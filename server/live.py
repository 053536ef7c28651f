"""All live sessions of this process: how they start, how they end, who must wait for whom."""

import asyncio

import structlog

from core.deadline import deadline
from core.errors import BusyError
from core.outcomes import Ending
from core.state import Opening, SessionRef
from memory.erasure import Erased
from server.services import Services, end_thread
from server.session import Session

log = structlog.stdlib.get_logger("rapport.live")

END_DEADLINES = 2
"""The turn's deadline this many times, for services to sum a session up; twice as long until
the end itself is given up. A caller who rings again waits for it."""


class LiveSessions:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._live: dict[str, Session] = {}
        self._erasing: set[str] = set()

    @property
    def active(self) -> int:
        return len(self._live)

    async def start(self, user_id: str, business_id: str) -> Session:
        """Open a session with the opening that the end of the last one chose."""
        self.refuse_while_erasing(user_id)
        await self.settled(user_id)
        opening = await self.opening(user_id)
        session = Session(self._services, user_id, business_id, opening)
        # Again, with no wait before the session is known: an erasure may have begun since.
        self.refuse_while_erasing(user_id)
        self._live[session.id] = session
        try:
            await self._services.memory.sessions.open(
                session.id,
                user_id,
                business_id,
                session.started_at,
                opening["strategy"],
                opening["greeting"],
            )
        except BaseException:
            # Nobody will end what never began, and an erasure would wait for it.
            del self._live[session.id]
            session.ended.set()
            raise
        log.info("session_started", session_id=session.id, strategy=opening["strategy"])
        return session

    async def opening(self, user_id: str) -> Opening:
        """How a session of this caller would open now."""
        context = self._services.context
        past = await context.history.summaries(user_id, limit=1)
        if past and "strategy" in past[0] and "greeting" in past[0]:
            return {"strategy": past[0]["strategy"], "greeting": past[0]["greeting"]}
        return await context.opening_chooser.choose([])

    async def end(self, session: Session, ended: Ending) -> None:
        """Sum the session up, once; never raises, for nobody is left to tell."""
        session.left.set()
        try:
            await session.refinement.finish()
            await self._end(session.ref(ended))
        except Exception:
            # It stays open in the records, so the next start of the server ends it.
            log.exception("session_end_failed", session_id=session.id)
        finally:
            del self._live[session.id]
            session.ended.set()

    async def recover(self) -> int:
        """End the sessions that a crash left open, as of their last turn; returns how many."""
        recovered = 0
        for left in await self._services.memory.sessions.open_sessions():
            try:
                turns = await self._services.context.journal.turns(left.session_id)
                await self._end(
                    {
                        "session_id": left.session_id,
                        "user_id": left.user_id,
                        "business_id": left.business_id,
                        "started_at": left.started_at,
                        "ended_at": turns[-1]["turn"]["at"] if turns else left.started_at,
                        "ended": "recovered",
                    }
                )
                recovered += 1
            except Exception:
                log.exception("session_recovery_failed", session_id=left.session_id)
        return recovered

    async def settled(self, user_id: str) -> None:
        """Wait until every session that this caller has left is summed up."""
        for session in self._of(user_id):
            if session.left.is_set():
                await session.ended.wait()

    def refuse_while_erasing(self, user_id: str) -> None:
        """Raises BusyError while this user's data is being deleted: nothing may be written then."""
        if user_id in self._erasing:
            raise BusyError("This user's data is being deleted; please try again shortly")

    async def erase(self, user_id: str) -> Erased:
        """Take the caller off the line, let the sessions end, then erase all there is of them."""
        return await asyncio.shield(self._erase(user_id))

    async def _erase(self, user_id: str) -> Erased:
        self.refuse_while_erasing(user_id)
        self._erasing.add(user_id)
        try:
            for session in self._of(user_id):
                session.hang_up.set()
                await session.ended.wait()
            return await self._services.erasure.erase_user(user_id)
        finally:
            self._erasing.discard(user_id)

    def _of(self, user_id: str) -> list[Session]:
        return [session for session in self._live.values() if session.user_id == user_id]

    async def _end(self, ref: SessionRef) -> None:
        services, session_id = self._services, ref["session_id"]
        with structlog.contextvars.bound_contextvars(session_id=session_id):
            patience = END_DEADLINES * services.settings.turn_deadline
            with deadline(patience):
                async with asyncio.timeout(2 * patience):
                    state = await services.session_end.ainvoke(
                        {"session": ref},
                        {"configurable": {"thread_id": end_thread(session_id)}},
                        context=services.context,
                        durability="async",
                    )
            await services.memory.sessions.close(session_id, ref["ended"], ref["ended_at"])
            summary = state["summary"]
            log.info(
                "session_ended",
                ended=ref["ended"],
                turns=summary["turns"],
                outcome=summary["outcome"],
                strategy=summary["strategy"],
                stored=state["stored"],
            )
