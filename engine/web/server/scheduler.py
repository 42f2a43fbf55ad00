"""The scheduler inside the server: what falls due is committed at the start and every minute, also where nobody looks.
Once a day it clears away what nobody goes on with.

It decides nothing: every act on a case settles the case first, so a scheduler that stood still for days only comes
later, and one in another process finds the work done.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool

from engine.service.cases.settling import place_of, settle_all
from engine.service.centre.context import Service
from engine.service.centre.filing_clock import UntrustedClockError, beat
from engine.service.centre.time_source import compare
from engine.service.counter.leftovers import sweep
from engine.store.errors import BehindError

EVERY = 60.0  # seconds
ROUNDS_A_DAY = 24 * 60
Pause = Callable[[asyncio.Event], Awaitable[None]]

log = logging.getLogger("onewindow.scheduler")


async def a_minute(stop: asyncio.Event) -> None:
    """Until the next round, or until the server stops."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), EVERY)


def settle_towns(service: Service, going_on: Callable[[], bool]) -> None:
    """One round over all towns, and a beat of the server. What goes wrong in one is logged without a word of any case;
    the next is settled."""
    for town in service.towns:
        try:
            settle_all(service, town, going_on)
        except (UntrustedClockError, BehindError) as error:
            log.error("town %s not settled: %s", town, error)  # its text holds instants or numbers, nothing of a case
        except Exception as error:
            log.error("town %s not settled: %s", town, place_of(error))
    try:
        beat(service)
    except UntrustedClockError:
        pass  # told above, a town at a time
    except Exception as error:
        log.error("no beat: %s", place_of(error))


def sweep_towns(service: Service) -> None:
    """Clear away what nobody goes on with, in all towns. What goes wrong in one is logged; the next is swept."""
    for town in service.towns:
        try:
            sweep(service, town)
        except (UntrustedClockError, BehindError):
            pass  # told when the town was not settled, a moment ago
        except Exception as error:
            log.error("town %s not swept: %s", town, place_of(error))


async def keep_settling(service: Service, stop: asyncio.Event, pause: Pause) -> None:
    """Round after round until `stop`; the store is worked with in a thread, so that pages go on meanwhile."""
    rounds = itertools.count()
    while not stop.is_set():
        await run_in_threadpool(compare, service)
        await run_in_threadpool(settle_towns, service, lambda: not stop.is_set())
        if next(rounds) % ROUNDS_A_DAY == 0:
            await run_in_threadpool(sweep_towns, service)
        await pause(stop)


def scheduled(service: Service, pause: Pause) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """The lifespan of an app: rounds begin with it, and when it ends the running one is waited for."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        stop = asyncio.Event()
        rounds = asyncio.create_task(keep_settling(service, stop, pause))
        try:
            yield
        finally:
            stop.set()
            await rounds

    return lifespan
