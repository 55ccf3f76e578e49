"""The picture of a thread as geometry: numbers and texts, which the template makes an SVG of."""
