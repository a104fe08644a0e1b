"""The JSON text of an instance as the document that its family's format asks for, and numbers that can be planned with.

What stands in a file may be anything: no number is larger than `LARGEST`, which leaves room for all sums of the search,
and what is said of a file has no control characters of it."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from cattrs import ClassValidationError, Converter, transform_error
from cattrs.v import format_exception

from domain.engine.published import BadInstance

T = TypeVar("T")
LARGEST = 10**9
LONGEST = 240


def structured(
    name: str, text: str, kind: type[T], converter: Converter, said: Callable[[Any, Any], str] = format_exception
) -> T:
    """The document in a text. Raises BadInstance, naming the field, where it cannot be one; `said` words the fault."""
    try:
        document = json.loads(text, parse_int=whole, parse_float=_number, parse_constant=_number)
        return converter.structure(document, kind)
    except json.JSONDecodeError as error:
        raise BadInstance(f"{name}: this is not JSON ({error})") from error
    except RecursionError as error:
        raise BadInstance(f"{name}: this is nested too deeply to be an instance") from error
    except ValueError as error:
        raise BadInstance(f"{name}: {as_shown(str(error))}") from error
    except ClassValidationError as error:
        raise BadInstance(f"{name}: {as_shown(transform_error(error, 'instance', said)[0])}") from error


def whole(text: str) -> int:
    """A whole number. Raises ValueError where it is none, or too large to be planned with."""
    if len(text) > len(str(LARGEST)) + 2 or abs(number := int(text)) > LARGEST:
        raise ValueError(f"{as_shown(text)} is too large; no number may be more than {LARGEST}")
    return number


def _number(text: str) -> float:
    number = float(text)
    if not abs(number) <= LARGEST:
        raise ValueError(f"{as_shown(text)} is no number up to {LARGEST}")
    return number


def a_number(value: Any, _: Any) -> float:
    """A field that is a number, for converters. Raises ValueError."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{value!r} is not a number")
    return float(value)


def a_whole_number(value: Any, _: Any) -> int:
    """A field that is a whole number, for converters. Raises ValueError."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise ValueError(f"{value!r} is not a whole number")
    return int(value)


def a_truth(value: Any, _: Any) -> bool:
    """A field that is true or false, for converters: every converter with `a_whole_number` needs both. Raises
    ValueError."""
    if not isinstance(value, bool):
        raise ValueError(f"{value!r} is neither true nor false")
    return value


def require_different(name: str, kind: str, ids: Sequence[str]) -> None:
    """Raises BadInstance where two of a kind have one name."""
    if twice := next((each for each, count in Counter(ids).items() if count > 1), None):
        raise BadInstance(f"{name}: there are two {kind} called {as_shown(twice)}")


def as_shown(text: str) -> str:
    """A text out of a file, without control characters and not too long."""
    shown = "".join(each if each.isprintable() else "?" for each in text)
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"
