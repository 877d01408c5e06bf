"""Turns diffusers pipelines into Mutoscope model packages, and writes small packages with expected results."""

__version__ = "0.1.0"
