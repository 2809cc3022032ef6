"""A call's files: reading, checking, and compiling to the published document.

Checks report all faults at once.
"""

from ops.calls.loading import check, compile_call
from ops.calls.located_yaml import CallFileFault, CallFilesInvalid

__all__ = ["CallFileFault", "CallFilesInvalid", "check", "compile_call"]
