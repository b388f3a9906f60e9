"""Real servers of each protocol: what they are configured with, and what they are asked."""
