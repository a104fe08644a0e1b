"""The JSON text of an instance as the document that its family's format asks for."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from cattrs import ClassValidationError, Converter, transform_error
from cattrs.v import format_exception

from domain.engine.published import BadInstance

T = TypeVar("T")


def structured(
    name: str, text: str, kind: type[T], converter: Converter, said: Callable[[Any, Any], str] = format_exception
) -> T:
    """The document in a text. Raises BadInstance, naming the field, where it cannot be one; `said` words the fault."""
    try:
        return converter.structure(json.loads(text), kind)
    except ValueError as error:
        raise BadInstance(f"{name}: this is not JSON ({error})") from error
    except ClassValidationError as error:
        raise BadInstance(f"{name}: {transform_error(error, 'instance', said)[0]}") from error
