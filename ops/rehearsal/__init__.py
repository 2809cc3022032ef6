"""A rehearsal: what is packaged, deployed on an engine of this machine."""
