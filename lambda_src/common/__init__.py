"""What the functions share: AWS clients, time, errors, metrics and notifying people."""
