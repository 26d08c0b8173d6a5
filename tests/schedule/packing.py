"""Bin packing instances whose optimum is known before they are solved.

``full_bins`` is built backwards, from bins cut up until nothing is left over, so that no fewer
bins hold the mass. ``triplets`` is the hard class of Falkenauer 1996 (Journal of Heuristics 2,
5-30): three items a bin, each between a quarter and a half of it, so that no bin takes four and
two never fill it. ``halves`` has items above half a bin: one bin each, whatever their sum.
"""

from __future__ import annotations

from random import Random


def full_bins(seed: int, *, bins: int, capacity: int, pieces: int = 4) -> list[int]:
    """Items that fill ``bins`` bins to the last kilogram, up to ``pieces`` a bin."""
    random = Random(seed)
    items: list[int] = []
    for _ in range(bins):
        cuts = sorted(random.sample(range(1, capacity), random.randint(1, pieces - 1)))
        items += [b - a for a, b in zip([0, *cuts], [*cuts, capacity], strict=True)]
    random.shuffle(items)
    return items


def triplets(seed: int, *, bins: int, capacity: int = 1000) -> list[int]:
    """Three items a bin, drawn as Falkenauer draws them, summing to the bin."""
    random = Random(seed)
    items: list[int] = []
    for _ in range(bins):
        first = random.randint(380 * capacity // 1000, 490 * capacity // 1000)
        rest = capacity - first
        second = random.randint(capacity // 4 + 1, rest // 2)
        items += [first, second, rest - second]
    random.shuffle(items)
    return items


def halves(seed: int, *, bins: int, capacity: int) -> list[int]:
    """Items of more than half a bin, and as many that share with no other."""
    random = Random(seed)
    return [random.randint(capacity // 2 + 1, capacity) for _ in range(bins)]
