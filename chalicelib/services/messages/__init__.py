"""Messages: made from events, read on the site, sent by the channels that a call opens."""
