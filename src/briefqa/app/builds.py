"""A build as JSON, and as events while it runs."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import asdict

from briefqa import wire
from briefqa.app.streaming import event
from briefqa.upkeep import Build, Upkeep, is_running

INTERVAL = 0.2  # seconds between two looks
HEARTBEAT = 15.0  # seconds after which proxies are told that the stream lives


def build_to_json(build: Build | None, *, say: wire.Say) -> wire.Json:
    """Return a build; one that is None is idle."""
    if build is None:
        idle = Build(0, "rebuild")
        return {**build_to_json(idle, say=say), "task": None, "state": "idle"}
    return {
        **asdict(build),
        "subjects": list(build.subjects),
        "report": wire.report_to_json(build.report, say=say) if build.report else None,
        "failure": say(build.failure) if build.failure else "",
    }


async def progress(upkeep: Upkeep, *, say: wire.Say) -> AsyncIterator[str]:
    """Yield `progress` events as a build goes on, and last a `report`: the build that has ended.

    Without a build there is the report alone, whose state is "idle".
    """
    told: Build | None = None
    quiet = 0.0
    while is_running(build := upkeep.current()):
        if build is not told:
            told, quiet = build, 0.0
            yield event("progress", build_to_json(build, say=say))
        elif quiet >= HEARTBEAT:
            quiet = 0.0
            yield ": still running\n\n"
        await asyncio.sleep(INTERVAL)
        quiet += INTERVAL
    yield event("report", build_to_json(build, say=say))
