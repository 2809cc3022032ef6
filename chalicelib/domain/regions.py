"""Regions, as the rules of the trade use them: the form engine's own."""

from chalicelib.forms.regions import Regions, under

__all__ = ["Regions", "under"]
