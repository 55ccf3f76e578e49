"""Formats in: bytes or options → commands, each with its place; one file per format."""
