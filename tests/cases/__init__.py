"""Cases named after what a user did: what fell once, and must not again."""
