"""Running what was derived, and checking each gradient by means that do not know the derivation."""
