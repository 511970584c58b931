"""What a derivation is: frozen data without typography, input or output."""
