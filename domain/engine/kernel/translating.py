"""Plain Python told in LLVM's own language: functions on whole numbers, lists of them, and named tuples of both.

A function is read from its source and understood by its annotations; whatever it calls is translated with it. A number
becomes a word of 64 bits, a list its place in memory, a named tuple the place of one word for each field. A `Sequence`
is taken never to change while the code runs, and the lists of one named tuple to be lists apart. Nothing is checked
that Python would check as it runs: neither indices nor overflow. What is not understood is refused by name and line. It
knows nothing of what the functions are for."""

import ast
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from types import FunctionType
from typing import Any, get_args, get_origin, get_type_hints

from llvmlite import ir

WORD, BIT, PLACE = ir.IntType(64), ir.IntType(1), ir.PointerType()
COMPARED = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
TRUE, FALSE = ast.Constant(True), ast.Constant(False)
COMPUTED = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.RShift: "ashr"}


class Untranslatable(Exception):
    """A function uses what is not understood here; the message names the function and the line."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the machine, its Python type, and of a field its named tuple and name."""

    ir: Any
    type: Any
    field: tuple[Any, str] | None = None


class Translation:
    """A module of machine code in the making: `module` has the entries and all that they call."""

    def __init__(self, entries: Sequence[Callable[..., Any]]) -> None:
        """Translate the entries, which are to be called from outside."""
        self.module = ir.Module()
        self._functions: dict[Any, Any] = {}
        self._apart: dict[Any, dict[str, tuple[Any, Any]]] = {}
        for entry in entries:
            function = self.function(entry)
            function.linkage = "external"
            if function.function_type.return_type == BIT:
                function.return_value.add_attribute("zeroext")

    def function(self, python: Any) -> Any:
        """A function of the module, translated when first asked for."""
        if python not in self._functions:
            hints = get_type_hints(python)
            answer = _machine_type(hints.pop("return"))
            kind = ir.FunctionType(answer, [_machine_type(hint) for hint in hints.values()])
            function = self._functions[python] = ir.Function(self.module, kind, symbol(python))
            function.linkage = "internal"
            _Body(self, python, function).translate()
        return self._functions[python]

    def mark(self, access: Any, numbers: Value) -> None:
        """Note what is known of a word of this list: that it never changes, or that no other list has it."""
        if numbers.type == Sequence[int]:
            self.mark_constant(access)
        elif numbers.field is not None:
            record, name = numbers.field
            mine, others = self._scopes(record)[name]
            access.set_metadata("alias.scope", mine)
            access.set_metadata("noalias", others)

    def mark_constant(self, access: Any) -> None:
        """Note that a word never changes."""
        access.set_metadata("invariant.load", self.module.add_metadata([]))

    def _scopes(self, record: Any) -> dict[str, tuple[Any, Any]]:
        """For each list of this kind of named tuple the marks that say: this one, and none of the others."""
        if record not in self._apart:
            home, add = self.module.add_metadata([record.__name__]), self.module.add_metadata
            scope = {name: add([name, home]) for name, hint in get_type_hints(record).items() if hint == list[int]}
            self._apart[record] = {
                name: (add([mine]), add([other for other in scope.values() if other is not mine]))
                for name, mine in scope.items()
            }
        return self._apart[record]


def symbol(python: Any) -> str:
    """The name of a function in the machine code."""
    return f"{python.__module__}.{python.__name__}"


def _machine_type(hint: Any) -> Any:
    if hint is type(None):
        return ir.VoidType()
    if get_origin(hint) is tuple:
        return ir.LiteralStructType([_machine_type(part) for part in get_args(hint)])
    return {int: WORD, bool: BIT}.get(hint, PLACE)


class _Body:
    """The body of one function on its way to machine code."""

    def __init__(self, translation: Translation, python: Any, function: Any) -> None:
        self._translation, self._python, self._function = translation, python, function
        self._hints = get_type_hints(python)
        self._entry = ir.IRBuilder(function.append_basic_block("entry"))
        self._at = ir.IRBuilder(function.append_basic_block("body"))
        self._names: dict[str, Value] = {}
        self._places: dict[str, Value] = {}
        self._loops: list[tuple[ir.Block, ir.Block]] = []

    def translate(self) -> None:
        """Translate it."""
        tree: Any = ast.parse(inspect.getsource(self._python)).body[0]
        body = self._at.block
        for given, name in zip(self._function.args, (arg.arg for arg in tree.args.args), strict=True):
            self._name(name, Value(given, self._hints[name]))
        self._do_all(tree.body)
        if not self._at.block.is_terminated:
            self._at.ret_void() if self._hints["return"] is type(None) else self._at.unreachable()
        self._entry.branch(body)

    # what is done

    def _do_all(self, statements: Sequence[ast.stmt]) -> None:
        for statement in statements:
            self._do(statement)

    def _do(self, node: ast.stmt) -> None:
        match node:
            case ast.Expr(value):
                if not isinstance(value, ast.Constant):
                    self._value(value)
            case ast.Assign(targets, value):
                found = self._value(value)
                for target in targets:
                    self._assign(target, found)
            case ast.AugAssign(target, op, value):
                self._assign(target, self._value(ast.copy_location(ast.BinOp(target, op, value), node)))
            case ast.Return(ast.expr() as value):
                self._at.ret(self._as(self._value(value), self._hints["return"]).ir)
            case ast.Return():
                self._at.ret_void()
            case ast.Break() | ast.Continue():
                self._at.branch(self._loops[-1][isinstance(node, ast.Break)])
            case _:
                self._flow(node)

    def _flow(self, node: ast.stmt) -> None:
        match node:
            case ast.If(test, then, otherwise):
                self._branch(test, then, otherwise)
            case ast.While(test, body):
                self._loop(test, body)
            case ast.For(ast.Name(name), ast.Call(ast.Name("range"), bounds), body):
                self._count(name, [self._word(bound) for bound in bounds], body)
            case _:
                raise self._refusal(node)

    def _assign(self, target: ast.expr, value: Value) -> None:
        match target:
            case ast.Name(name):
                self._name(name, value)
            case ast.Tuple(parts):
                for part, each in zip(parts, self._parts(value), strict=True):
                    self._assign(part, each)
            case ast.Subscript(of, index):
                numbers = self._value(of)
                store = self._at.store(self._as(value, int).ir, self._place(numbers, index))
                self._translation.mark(store, numbers)
            case _:
                raise self._refusal(target)

    def _name(self, name: str, value: Value) -> None:
        """Let the name mean this: a number has a place that is written again and again, all else is named once."""
        if value.type not in (int, bool):
            self._names[name] = value
            return
        if name not in self._places:
            self._places[name] = Value(self._entry.alloca(_machine_type(value.type)), value.type)
        place = self._places[name]
        self._at.store(self._as(value, place.type).ir, place.ir)

    def _branch(self, test: ast.expr, then: Sequence[ast.stmt], otherwise: Sequence[ast.stmt]) -> None:
        if_true, if_false, after = self._blocks(3)
        self._at.cbranch(self._bit(test), if_true, if_false)
        for block, statements in ((if_true, then), (if_false, otherwise)):
            self._at.position_at_end(block)
            self._do_all(statements)
            self._go_on(after)
        self._at.position_at_end(after)

    def _loop(self, test: ast.expr, body: Sequence[ast.stmt]) -> None:
        again, inside, after = self._blocks(3)
        self._go_on(again)
        self._at.position_at_end(again)
        self._at.cbranch(self._bit(test), inside, after)
        self._repeat(body, inside, again, after)
        self._go_on(again)
        self._at.position_at_end(after)

    def _count(self, name: str, bounds: Sequence[Any], body: Sequence[ast.stmt]) -> None:
        """A loop over a range, upwards."""
        first, end, step = (WORD(0), *bounds, WORD(1)) if len(bounds) == 1 else (*bounds, WORD(1))[:3]
        counter = self._entry.alloca(WORD)
        self._at.store(first, counter)
        again, inside, onward, after = self._blocks(4)
        self._go_on(again)
        self._at.position_at_end(again)
        now = self._at.load(counter, typ=WORD)
        self._at.cbranch(self._at.icmp_signed("<", now, end), inside, after)
        self._at.position_at_end(inside)
        self._name(name, Value(now, int))
        self._repeat(body, inside, onward, after)
        self._go_on(onward)
        self._at.position_at_end(onward)
        self._at.store(self._at.add(now, step), counter)
        self._go_on(again)
        self._at.position_at_end(after)

    def _repeat(self, body: Sequence[ast.stmt], inside: Any, onward: Any, after: Any) -> None:
        self._at.position_at_end(inside)
        self._loops.append((onward, after))
        self._do_all(body)
        self._loops.pop()

    def _blocks(self, count: int) -> list[Any]:
        return [self._function.append_basic_block() for _ in range(count)]

    def _go_on(self, block: Any) -> None:
        if not self._at.block.is_terminated:
            self._at.branch(block)

    # what is worked out

    def _value(self, node: ast.expr) -> Value:
        match node:
            case ast.Name(name):
                return self._named(name, node)
            case ast.Attribute(of, field):
                return self._field(self._value(of), field)
            case ast.Subscript(of, index):
                return self._item(self._value(of), index)
            case ast.Call(ast.Name(name), given):
                return self._called(name, [self._value(each) for each in given], node)
            case ast.IfExp(test, then, otherwise):
                return self._either(test, then, otherwise)
            case _:
                return self._computed(node)

    def _computed(self, node: ast.expr) -> Value:
        match node:
            case ast.Constant(bool() | int() as number):
                return Value(_machine_type(type(number))(number), type(number))
            case ast.Tuple(parts):
                return self._tuple([self._value(part) for part in parts])
            case ast.BinOp() | ast.UnaryOp(ast.USub()):
                return Value(self._number(node), int)
            case ast.BoolOp() | ast.UnaryOp(ast.Not()) | ast.Compare():
                return Value(self._truth(node), bool)
            case _:
                raise self._refusal(node)

    def _number(self, node: ast.BinOp | ast.UnaryOp) -> Any:
        match node:
            case ast.UnaryOp(_, of):
                return self._at.neg(self._word(of))
            case ast.BinOp(one, ast.FloorDiv() | ast.Mod() as op, other):
                return self._divided(self._word(one), self._word(other), isinstance(op, ast.Mod))
            case ast.BinOp(one, op, other) if type(op) in COMPUTED:
                return getattr(self._at, COMPUTED[type(op)])(self._word(one), self._word(other))
            case _:
                raise self._refusal(node)

    def _truth(self, node: ast.BoolOp | ast.UnaryOp | ast.Compare) -> Any:
        match node:
            case ast.BoolOp(op, [first, *others]):
                rest = ast.BoolOp(op, others) if others[1:] else others[0]
                then, otherwise = (rest, FALSE) if isinstance(op, ast.And) else (TRUE, rest)
                return self._either(first, then, otherwise).ir
            case ast.UnaryOp(_, of):
                return self._at.not_(self._bit(of))
            case ast.Compare(one, [ast.In()], [ast.Tuple(others)]):
                word = self._word(one)
                return reduce(self._at.or_, (self._at.icmp_signed("==", word, self._word(other)) for other in others))
            case ast.Compare(one, [op], [other]) if type(op) in COMPARED:
                return self._at.icmp_signed(COMPARED[type(op)], self._word(one), self._word(other))
            case _:
                raise self._refusal(node)

    def _named(self, name: str, node: ast.expr) -> Value:
        if name in self._places:
            place = self._places[name]
            return Value(self._at.load(place.ir, typ=_machine_type(place.type)), place.type)
        if name in self._names:
            return self._names[name]
        number = self._python.__globals__.get(name)
        if not isinstance(number, int):
            raise self._refusal(node)
        return Value(WORD(number), int)

    def _item(self, numbers: Value, index: ast.expr) -> Value:
        word = self._at.load(self._place(numbers, index), typ=WORD)
        self._translation.mark(word, numbers)
        return Value(word, int)

    def _place(self, numbers: Value, index: ast.expr) -> Any:
        return self._at.gep(numbers.ir, [self._word(index)], source_etype=WORD)

    def _field(self, record: Value, name: str) -> Value:
        hints = get_type_hints(record.type)
        place = self._at.gep(record.ir, [WORD(list(hints).index(name))], source_etype=WORD)
        word = self._at.load(place, typ=_machine_type(hints[name]))
        self._translation.mark_constant(word)
        return Value(word, hints[name], (record.type, name))

    def _either(self, test: ast.expr, then: ast.expr, otherwise: ast.expr) -> Value:
        """The one or the other, of which only one is worked out."""
        if_true, if_false, after = self._blocks(3)
        self._at.cbranch(self._bit(test), if_true, if_false)
        found = []
        for block, node in ((if_true, then), (if_false, otherwise)):
            self._at.position_at_end(block)
            found.append((self._value(node), self._at.block))
            self._at.branch(after)
        self._at.position_at_end(after)
        value = self._at.phi(found[0][0].ir.type)
        for one, block in found:
            value.add_incoming(one.ir, block)
        return Value(value, found[0][0].type)

    def _called(self, name: str, given: list[Value], node: ast.expr) -> Value:
        if name in ("min", "max"):
            best, *others = (self._as(each, int).ir for each in given)
            for other in others:
                is_better = self._at.icmp_signed("<" if name == "min" else ">", other, best)
                best = self._at.select(is_better, other, best)
            return Value(best, int)
        if name == "sum":
            words = [self._as(part, int).ir for part in self._parts(given[0])]
            return Value(reduce(self._at.add, words), int)
        python = self._python.__globals__.get(name)
        if not isinstance(python, FunctionType):
            raise self._refusal(node)
        hints = get_type_hints(python)
        answer = hints.pop("return")
        words = [self._as(each, hint).ir for each, hint in zip(given, hints.values(), strict=True)]
        return Value(self._at.call(self._translation.function(python), words), answer)

    def _divided(self, one: Any, other: Any, wants_rest: bool) -> Any:
        """Quotient or rest as in Python, where the rest has the sign of the divisor."""
        rest = self._at.srem(one, other)
        is_odd = self._at.and_(
            self._at.icmp_signed("!=", rest, WORD(0)), self._at.icmp_signed("<", self._at.xor(rest, other), WORD(0))
        )
        if wants_rest:
            return self._at.select(is_odd, self._at.add(rest, other), rest)
        return self._at.sub(self._at.sdiv(one, other), self._at.zext(is_odd, WORD))

    def _tuple(self, parts: Sequence[Value]) -> Value:
        found = ir.Constant(ir.LiteralStructType([part.ir.type for part in parts]), ir.Undefined)
        for at, part in enumerate(parts):
            found = self._at.insert_value(found, part.ir, at)
        return Value(found, tuple[*(part.type for part in parts)])  # type: ignore[misc]

    def _parts(self, value: Value) -> list[Value]:
        return [Value(self._at.extract_value(value.ir, at), part) for at, part in enumerate(get_args(value.type))]

    def _as(self, value: Value, hint: Any) -> Value:
        """The value as this type: truth counts as a number where a number is wanted."""
        if hint is int and value.type is bool:
            return Value(self._at.zext(value.ir, WORD), int)
        if get_origin(hint) is tuple and value.type != hint:
            parts = zip(self._parts(value), get_args(hint), strict=True)
            return self._tuple([self._as(part, kind) for part, kind in parts])
        return value

    def _word(self, node: ast.expr) -> Any:
        return self._as(self._value(node), int).ir

    def _bit(self, node: ast.expr) -> Any:
        return self._value(node).ir

    def _refusal(self, node: ast.stmt | ast.expr) -> Untranslatable:
        return Untranslatable(f"{self._python.__name__}, line {node.lineno} of it: {ast.unparse(node)}")
