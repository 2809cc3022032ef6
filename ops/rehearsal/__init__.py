"""A rehearsal: the package deployed on an engine of this machine."""
