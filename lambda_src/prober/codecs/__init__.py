"""One file for each protocol: what is sent, and what of an answer is life (`prober.codec`)."""
