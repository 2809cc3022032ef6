"""What is made public of a call."""
