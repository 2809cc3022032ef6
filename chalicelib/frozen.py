"""A quick `dataclass` for values that never change.

It does what `dataclasses.dataclass(frozen=True)` does, at a fraction of the cost. The standard library writes and
compiles six methods for each class, which took a third of the time our own modules need when a function starts
(docs/adr/0022-quick-start.md). Here only `__init__` is compiled, on first use; the other methods are shared.
"""

import dataclasses
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, cast

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen: Literal[True], kw_only: bool = False) -> Callable[[type], type]:
        """Return the decorator; `frozen=True` is required.

        Methods that a class defines itself stay.
        """

        def make(cls: type) -> type:
            cls.__doc__ = cls.__doc__ or cls.__name__  # else the standard library builds the signature
            done = dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=kw_only)(cls)
            for name, method in {"__init__": _Init(done), **_SHARED}.items():
                if name not in vars(done):
                    setattr(done, name, method)
            return done

        return make


class _Init:
    """A placeholder for `__init__` that compiles it on first access."""

    def __init__(self, cls: type) -> None:
        self._of = cls

    def __get__(self, instance: object, owner: type) -> Any:
        done = _init(self._of)
        type.__setattr__(self._of, "__init__", done)
        return done if instance is None else done.__get__(instance)


def _init(cls: type) -> Callable[..., None]:
    """Compile `__init__` for a class with these fields.

    As the standard library writes it; no field begins with _.
    """
    fields = dataclasses.fields(cls)
    known: dict[str, Any] = {"_MISSING": dataclasses.MISSING}
    known |= {f"_default_{f.name}": f.default for f in fields}
    known |= {f"_make_{f.name}": f.default_factory for f in fields}
    named = [_parameter(f) for f in fields if f.kw_only]
    parameters = ", ".join([*(_parameter(f) for f in fields if not f.kw_only), *(["*", *named] if named else [])])
    body = "".join(f"\n    _own[{f.name!r}] = {_assigned(f)}" for f in fields)
    exec(f"def __init__(self, {parameters}):\n    _own = self.__dict__{body}", known)
    done: Callable[..., None] = known["__init__"]
    done.__qualname__ = f"{cls.__qualname__}.__init__"
    return done


def _parameter(field: dataclasses.Field[Any]) -> str:
    if field.default is not dataclasses.MISSING:
        return f"{field.name}=_default_{field.name}"
    return field.name if field.default_factory is dataclasses.MISSING else f"{field.name}=_MISSING"


def _assigned(field: dataclasses.Field[Any]) -> str:
    if field.default_factory is dataclasses.MISSING:
        return field.name
    return f"_make_{field.name}() if {field.name} is _MISSING else {field.name}"


@cache
def _names(cls: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(cls))


def _held(value: Any) -> tuple[Any, ...]:
    own = vars(value)
    return tuple([own[name] for name in _names(cast(Any, type(value)))])


def _same(self: Any, other: object) -> bool:
    return _held(self) == _held(other) if other.__class__ is self.__class__ else NotImplemented


def _hash(self: Any) -> int:
    return hash(_held(self))


def _representation(self: Any) -> str:
    shown = [f"{f.name}={getattr(self, f.name)!r}" for f in dataclasses.fields(self) if f.repr]
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse(self: Any, name: str, *_: Any) -> None:
    raise dataclasses.FrozenInstanceError(f"{type(self).__qualname__}.{name} never changes")


_SHARED = {
    "__eq__": _same,
    "__hash__": _hash,
    "__repr__": _representation,
    "__setattr__": _refuse,
    "__delattr__": _refuse,
}
