"""What both functions share: AWS clients, time, errors and notifying people."""
