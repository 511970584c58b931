"""What depth does to a network: gradients vanish or explode, and keeping results pays off."""
