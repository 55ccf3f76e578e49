"""The command line: the only place that prints and reads arguments."""

__version__ = "0.1.0"
