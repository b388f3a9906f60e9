"""Networks and machines of a test's own: nothing of this machine is seen or touched."""
