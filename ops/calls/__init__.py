"""A call's files: reading, checking with all faults at once, compiling to the published document."""

from ops.calls.loading import check, compile_call
from ops.calls.located_yaml import CallFileFault, CallFilesInvalid

__all__ = ["CallFileFault", "CallFilesInvalid", "check", "compile_call"]
