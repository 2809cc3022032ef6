"""The operator's command line: `python -m ops …`.

It is never deployed.
"""
