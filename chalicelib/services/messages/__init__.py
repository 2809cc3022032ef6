"""Messages: created from events, read on the site, sent by channel.

A call opens the channels.
"""
