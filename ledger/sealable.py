"""What of an act can be sealed."""

from typing import Final

SEALABLE: Final = ("text", "summary", "note")
"""The fields of an act that hold its words."""
