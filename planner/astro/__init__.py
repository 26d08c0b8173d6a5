"""Astrodynamics on floats and arrays: km, km/s, s, rad; nothing of scenarios or units."""
