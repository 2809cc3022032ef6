"""A rehearsal: the package deployed on a local engine."""
