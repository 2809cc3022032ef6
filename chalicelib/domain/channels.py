"""The channels by which a call sends messages outside the site."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal

from chalicelib.frozen import dataclass

Channel = Literal["mail", "sms", "webhook"]
CHANNELS: tuple[Channel, ...] = ("mail", "sms", "webhook")
AddressChannel = Literal["mail", "sms"]
"""A channel to an address of the receiver's own, which counts once it is confirmed.

A webhook is the operator's.
"""


@dataclass(frozen=True)
class ChannelSettings:
    """A call's open channels and its gathering time.

    Messages to one person are gathered for this long and then leave together.
    """

    channels: tuple[Channel, ...] = ()
    gathered: timedelta = timedelta(minutes=30)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "ChannelSettings":
        """Read the settings of a published version.

        A version from before messages existed opens no channel.
        """
        return cls(
            tuple(c for c in CHANNELS if c in data.get("channels", ())),
            timedelta(minutes=data.get("gather_minutes", 30)),
        )
