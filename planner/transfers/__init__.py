"""Ways to the Moon: each family flies burns through the ephemeris and returns a `Transfer`."""
