"""A call's files: read, checked with every error at once, and compiled to what is published.

``python -m ops call check|publish FOLDER …`` says what is wrong, with file, line and reason.
"""

from ops.calls.loading import check, compile_call
from ops.calls.tree import Fault, Faults

__all__ = ["Fault", "Faults", "check", "compile_call"]
