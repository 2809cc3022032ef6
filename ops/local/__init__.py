"""The whole product on one machine.

It has the engines, API and site on one origin, the stream and the clock.
"""
