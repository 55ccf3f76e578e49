"""What stands between a browser and the page, one concern in each file."""
