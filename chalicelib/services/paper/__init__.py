"""Forms on paper: as PDF and as Word, from one description."""
