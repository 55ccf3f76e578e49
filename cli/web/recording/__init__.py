"""Recording an act in a form of the page: what is offered, what was typed, what came of it."""
