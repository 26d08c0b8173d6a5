"""The Moon's uneven gravity, to degree 6, and the axes it refers to.

The coefficients are those DE440 was integrated with, unnormalised, in the Moon's
principal axes. Degrees 2 and 3 move orbits of all heights; at 100 km and below the mass
concentrations, of far higher degree and left out here, do as much (Konopliv et al. 2001).

The principal axes lie 104 arc seconds (875 m on the ground) from the mean-Earth axes of
`planner.astro.orientation`; the constant rotation between the two is that of DE440 to
the mean-Earth axes of DE421, which the report of the IAU's working group approaches to
about 150 m.

References
----------
Park et al. 2021, AJ 161:105: the coefficients as printed in the kernel's comments
(C21, S21 and S22, below 2e-9, among them), and the angles, as they also stand in NAIF's
frame kernel ``moon_de440_220930.tf``.
Konopliv, Asmar, Carranza, Sjogren & Yuan 2001, Icarus 150:1.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: Radius the coefficients refer to (``AM``).
REFERENCE_RADIUS_KM: Final = 1738.0
#: Highest degree known here.
MAX_DEGREE: Final = 6

#: J2 to J6 by degree: the zonal coefficients are C_n0 = -J_n.
MOON_J: Final = {
    2: 2.0321436013500001e-4,
    3: 8.4596458204206400e-6,
    4: -9.7043900244000000e-6,
    5: 7.4221917901759856e-7,
    6: -1.3767545143068860e-5,
}
#: (C_nm, S_nm) by degree and order.
MOON_CS: Final = {
    (2, 1): (2.2779569194479859e-10, 1.3343450358392620e-9),
    (2, 2): (2.2380845245752079e-5, 0.0),
    (3, 1): (2.8480784606000001e-5, 5.8915728033016701e-6),
    (3, 2): (4.8404881300954602e-6, 1.6661542142396701e-6),
    (3, 3): (1.7116515250000001e-6, -2.4741804446906898e-7),
    (4, 1): (-5.7048782874364726e-6, 1.5789105794821771e-6),
    (4, 2): (-1.5912234107987149e-6, -1.5153940758383400e-6),
    (4, 3): (-8.0675644401962985e-8, -8.0349180344475395e-7),
    (4, 4): (-1.2692121244629211e-7, 8.2962820590182616e-8),
    (5, 1): (-8.6628623133162292e-7, -3.5272287240554111e-6),
    (5, 2): (7.1199522776251936e-7, 1.7108231983891960e-7),
    (5, 3): (1.5399170912930339e-8, 2.8736265178860460e-7),
    (5, 4): (2.1444709183772570e-8, 5.2656458682079146e-10),
    (5, 5): (7.6595659445182081e-9, -6.7823559597728553e-9),
    (6, 1): (1.2024274332875499e-6, -2.0453520023145009e-6),
    (6, 2): (-5.4703921691163040e-7, -2.6966867535178958e-7),
    (6, 3): (-6.8785141807722557e-8, -7.1063854416510949e-8),
    (6, 4): (1.2916752541296249e-9, -1.5361640307593970e-8),
    (6, 5): (1.1738134410283159e-9, -8.3464938119000926e-9),
    (6, 6): (-1.0913349457069770e-9, 1.6844133763992550e-9),
}

#: Arc seconds: mean-Earth to principal axes, turned about x, then y, then z.
PA_FROM_ME_ARCSEC: Final = (0.2785, 78.6944, 67.8526)


def coefficients(degree: int) -> dict[tuple[int, int], complex]:
    """C_nm - i S_nm to a degree, the point mass (0, 0) included."""
    known = {(0, 0): 1.0 + 0.0j}
    known |= {(n, 0): complex(-j) for n, j in MOON_J.items()}
    known |= {key: complex(c, -s) for key, (c, s) in MOON_CS.items()}
    return {key: value for key, value in known.items() if key[0] <= degree}


def principal_from_mean_earth() -> Array:
    """Matrix [3, 3] from mean-Earth to principal axes."""
    x, y, z = (math.radians(angle / 3600.0) for angle in PA_FROM_ME_ARCSEC)
    about_x = [[1.0, 0.0, 0.0], [0.0, math.cos(x), math.sin(x)], [0.0, -math.sin(x), math.cos(x)]]
    about_y = [[math.cos(y), 0.0, -math.sin(y)], [0.0, 1.0, 0.0], [math.sin(y), 0.0, math.cos(y)]]
    about_z = [[math.cos(z), math.sin(z), 0.0], [-math.sin(z), math.cos(z), 0.0], [0.0, 0.0, 1.0]]
    return np.array(about_z) @ np.array(about_y) @ np.array(about_x)
