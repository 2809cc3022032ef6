"""What is made public of a call: its notices and the files that everybody reads."""
