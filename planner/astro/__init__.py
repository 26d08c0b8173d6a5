"""Astrodynamics on floats and arrays: km, km/s, s, rad; nothing else comes in.

Compiled kernels are kept between processes, see `planner.astro.kernel_cache`.
"""

from __future__ import annotations

from planner.astro.kernel_cache import use_kernel_cache

use_kernel_cache()
