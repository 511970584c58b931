"""Networks described by their layers, made into graphs of equations."""

from derive.models.network import Layer, Network, scalar_network

__all__ = ["Layer", "Network", "scalar_network"]
