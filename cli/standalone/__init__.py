"""Scripts that are handed on, and need nothing of dipledger."""
