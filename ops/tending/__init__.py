"""A stage that stands: looked at, mended, taken away."""
