"""What of the textbook's numbers takes more than the engine's answers, a file for each kind."""
