"""Functions as machine code: LLVM makes it from what `translating.py` says, and Python calls it.

What a function takes crosses by its annotations: numbers as they are, lists as arrays of words of 64 bits (`packed`),
of which only the place is handed over. The interpreter's lock is released while the code runs."""

from array import array
from collections.abc import Callable, Sequence
from ctypes import CFUNCTYPE, c_bool, c_int64, c_void_p
from functools import cache, partial
from typing import Any, get_type_hints

from llvmlite import binding as llvm

from domain.engine.kernel.translating import Translation, symbol

OPTIMISED = 2


def object_code(entries: Sequence[Callable[..., Any]]) -> bytes:
    """The functions, and all that they call, as an object file."""
    machine = _this_machine()
    module = llvm.parse_assembly(str(Translation(entries).module))
    passes = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(OPTIMISED))
    passes.getModulePassManager().run(module, passes)
    return bytes(machine.emit_object(module))


def kind_of_machine() -> str:
    """What object code of this machine runs on: the same processor, with the same features."""
    return f"{llvm.get_process_triple()} {llvm.get_host_cpu_name()} {llvm.get_host_cpu_features().flatten()}"


class Loaded:
    """Object code in the memory of this process, for as long as one of its functions is in use."""

    def __init__(self, code: bytes) -> None:
        """Load it; it has to be of this kind of machine."""
        self._engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _this_machine())
        self._engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        self._engine.finalize_object()

    def function(self, python: Callable[..., Any]) -> Callable[..., Any]:
        """One of the entries, to be called with numbers and with what is `packed`."""
        hints = get_type_hints(python)
        answers: dict[Any, Any] = {int: c_int64, bool: c_bool}
        answer = answers.get(hints.pop("return"))
        takes = [c_int64 if hint is int else c_void_p for hint in hints.values()]
        code = CFUNCTYPE(answer, *takes)(self._engine.get_function_address(symbol(python)))
        return partial(self._call, code)

    def _call(self, code: Callable[..., Any], *given: Any) -> Any:
        return code(*map(_handed_over, given))


def packed(given: Any) -> Any:
    """A named tuple with arrays of words where it has lists."""
    return type(given)(*(array("q", each) if isinstance(each, list) else each for each in given))


def _handed_over(given: Any) -> Any:
    if isinstance(given, array):
        return given.buffer_info()[0]
    if isinstance(given, tuple):
        return (c_int64 * len(given))(*map(_handed_over, given))
    return given


@cache
def _initialised() -> None:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()


def _this_machine() -> Any:
    _initialised()
    target = llvm.Target.from_triple(llvm.get_process_triple())
    features = llvm.get_host_cpu_features().flatten()
    return target.create_target_machine(cpu=llvm.get_host_cpu_name(), features=features, opt=OPTIMISED)
