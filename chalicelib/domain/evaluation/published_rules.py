"""The rules of a track as they are published and sealed.

Everything that decides a mark's fate stands in them, and nothing else of the call.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from chalicelib.domain.call import Call, Track, iso
from chalicelib.domain.history import digest


def published_rules(call: Call, track: Track) -> dict[str, Any]:
    """Return a track's rules as plain JSON, with what its call says."""
    return {
        "call": call.id,
        "track": track.id,
        "evaluation": _plain(call.evaluation),
        "criteria": _plain(track.criteria),
        "stages": _plain(track.stages),
        "selection": _plain(track.selection),
        "ties": _plain(track.ties),
    }


def rules_digest(call: Call, track: Track) -> str:
    """Return the SHA-256 of a track's rules, hexadecimal.

    It is that of their canonical JSON, so that anybody can compute it from what is published.
    """
    return digest(published_rules(call, track))


def _plain(value: Any) -> Any:
    """Convert values of the domain to JSON; sets are sorted."""
    if is_dataclass(value):
        return {one.name.rstrip("_"): _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, frozenset):
        return sorted(map(_plain, value))
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return iso(value) if isinstance(value, datetime) else value
