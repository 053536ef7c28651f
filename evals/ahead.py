"""Some work at once, results in order: what asks a service need not wait for each answer."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from typing import TypeVar

I = TypeVar("I")  # noqa: E741 - input, as in evals.task
O = TypeVar("O")  # noqa: E741 - output


async def ahead(
    items: Iterable[I], work: Callable[[I], Awaitable[O]], at_once: int = 1
) -> AsyncGenerator[O]:
    """The result of each item in the items' order, at most `at_once` of them being worked on.

    What `items` or `work` raises comes after the results of all items before it.
    """

    async def done(item: I) -> O:
        return await work(item)

    pending: deque[asyncio.Task[O]] = deque()
    left = iter(items)
    trouble: Exception | None = None
    try:
        while True:
            try:
                item = next(left)
            except StopIteration:
                break
            except Exception as error:
                trouble = error
                break
            pending.append(asyncio.create_task(done(item)))
            if len(pending) >= at_once:
                yield await pending.popleft()
        while pending:
            yield await pending.popleft()
        if trouble:
            raise trouble
    finally:
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
