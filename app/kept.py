"""Statements that are built once: to build one takes longer than to answer it."""

from functools import cache, wraps
from inspect import signature
from typing import NamedTuple

from sqlalchemy import Select, bindparam


class Filled(NamedTuple):
    """A statement that was built before, and its values, as `execute` wants them."""

    statement: Select
    values: dict

    def limit(self, most):
        return Filled(limited(self.statement, most), self.values)


limited = cache(Select.limit)


def kept(build):
    """Return a function like `build`, which fills values into what was built before.

    What is None has no place in a statement, so there is one for each choice of those.
    """
    names = tuple(signature(build).parameters)

    @cache
    def built(given):
        return build(*[bindparam(name) if name in given else None for name in names])

    @wraps(build)
    def filled(*values):
        given = {n: v for n, v in zip(names, values, strict=False) if v is not None}
        return Filled(built(tuple(given)), given)

    return filled
