"""New versions of the kiosks' program: made and signed offline, published in pieces."""
