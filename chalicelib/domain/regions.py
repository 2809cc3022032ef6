"""Regions for the rules of the domain.

They are the form engine's own.
"""

from chalicelib.forms.regions import Regions, under

__all__ = ["Regions", "under"]
