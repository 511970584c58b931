"""Pictures that only a lecture has, drawn from the same marks as all others."""
