"""The published shapes: what a question answers with, versioned and with a JSON Schema each."""
