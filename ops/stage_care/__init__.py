"""Care of a deployed stage: checks, dead letters, data migrations, removal."""
