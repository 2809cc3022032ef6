"""From this checkout to a running stage in AWS."""
