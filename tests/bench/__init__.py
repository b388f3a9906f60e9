"""What a heal costs, as ratios between situations measured in one run."""
