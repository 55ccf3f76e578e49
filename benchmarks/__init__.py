"""What the product costs, as ratios to a stated floor measured in the same run."""
