"""Published planning problems: their files, read into the engine's model and answered in their own form."""

from collections.abc import Mapping

from domain.engine.published import Family
from storage.instances.hhcrsp import HHCRSP
from storage.instances.shift import SHIFT
from storage.instances.uhhc import UHHC
from storage.instances.ukhome_events import UKHOME
from storage.instances.vrptw import VRPTW
from storage.instances.vrptwsyn import VRPTWSYN

FAMILIES: Mapping[str, Family] = {family.name: family for family in (HHCRSP, UHHC, VRPTWSYN, VRPTW, SHIFT, UKHOME)}
