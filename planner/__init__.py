"""Plan a lunar research station: real transfers, landed mass, a proven schedule."""
