"""View → what is printed: a screen for a person, rows for what reads on."""
