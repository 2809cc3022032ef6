"""A desk at work: its inbox, its settings, its area's progress."""
