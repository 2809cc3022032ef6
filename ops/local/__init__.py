"""Everything on one machine: the engines, the API and the site on one origin, the stream and the clock."""
