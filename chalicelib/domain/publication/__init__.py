"""What is made public of a call: notices, results, and who objects."""
