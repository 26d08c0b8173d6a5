"""How functions are compiled."""

from __future__ import annotations

from typing import Final

from numba import njit

#: Divisions by zero give infinities, which end as "not finite", not as exceptions; the
#: checks left out are a quarter of the time of an arc. What is said no here would else be
#: taken over from the caller that happens to be compiled first.
OPTIONS: Final = {
    "error_model": "numpy", "_nrt": True, "fastmath": False, "forceinline": False
}  # fmt: skip
#: For functions that allocate nothing and return no array, called thousands of times an
#: arc. References to arrays are not counted: an atomic operation for each array handed on
#: was three quarters of the time of a step (numba's own functions use the underscored
#: option). A product and a sum may become one instruction, rounded once.
LEAN_OPTIONS: Final = OPTIONS | {"_nrt": False, "fastmath": {"contract"}}
#: For the small ones among them, which become part of their callers.
INLINE_OPTIONS: Final = LEAN_OPTIONS | {"forceinline": True}

compiled = njit(cache=True, **OPTIONS)
lean = njit(cache=True, **LEAN_OPTIONS)
inlined = njit(cache=True, **INLINE_OPTIONS)
