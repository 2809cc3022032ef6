"""A desk at work: its lists, its ranked list, what follows a report, its area."""
