"""The whole play of one service: its lives merged into one script of commands."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from domain.access import Caller
from domain.demo.bury import bury
from domain.demo.exeter import exeter
from domain.demo.homes import Postcode
from domain.demo.stage import CAST, Cue, Life, Script, play
from domain.demo.world import World, begins, opens
from domain.desk.administration import AddUser
from domain.desk.gathering import Find

__all__ = ["SERVICES", "begins", "opens", "script"]

SERVICES: dict[str, Callable[[World], Iterator[Life]]] = {"bury": bury, "exeter": exeter}


def script(
    service: str, today: date, seed: int, scale: int, postcodes: Sequence[Postcode], creator: Caller, find: Find
) -> Script:
    """Every command that makes the service, up to 09:14 London time on `today`.

    A generator of cues in the order of time: send it what came of each. `find` reads records as they stand after the
    cues so far. The same arguments give the same cues. Raises KeyError for an unknown service."""
    world = World(today, seed, scale, postcodes, creator, find)
    return play([_cast(world), *SERVICES[service](world)], world.now)


def _cast(world: World) -> Life:
    """The people of the desk are let in."""
    at = begins(world.today)
    for caller in CAST:
        user = caller.user
        yield Cue(at, world.creator, AddUser(user=user.id, name=user.name, roles=tuple(user.roles)))
