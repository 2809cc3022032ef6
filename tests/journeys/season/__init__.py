"""A season from its roll to its selection, driven on the pages: a product of its own, its people and their verbs."""
