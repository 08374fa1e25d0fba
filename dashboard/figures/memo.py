"""What is worked out of an edition is kept with its figures, and goes when they go: one mechanism for every page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from dashboard.figures.query import Data

P = ParamSpec("P")
R = TypeVar("R")


def keep_with_figures(function: Callable[Concatenate[Data, P], R]) -> Callable[Concatenate[Data, P], R]:
    """Return a function of figures that is worked out once for these figures and these further arguments, all hashable.

    What it returns must be small and without frames: the garbage collector walks over it after every run of a page.
    """

    @wraps(function)
    def kept(data: Data, /, *args: P.args, **named: P.kwargs) -> R:
        key = (function, args, tuple(sorted(named.items())))
        if key not in data.memo:
            data.memo[key] = function(data, *args, **named)
        found: R = data.memo[key]
        return found

    return kept
