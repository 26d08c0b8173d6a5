"""The page is told when numba compiles, and not when it only loads."""

from __future__ import annotations

from numba import njit

from views.jobs.compiler import on_compile

told = []
on_compile(told.append)


def test_compiling_is_told_once_at_its_start_and_once_at_its_end():
    @njit
    def inner(x):
        return x + 1.0

    @njit
    def outer(x):
        return inner(x) * 2.0

    told.clear()
    assert outer(1.0) == 4.0
    assert told == [True, False]


def test_a_compiled_function_is_called_in_silence():
    @njit
    def double(x):
        return 2.0 * x

    double(1.0)
    told.clear()
    double(2.0)
    assert told == []
