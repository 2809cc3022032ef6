"""A faster parser of DynamoDB's answers.

botocore looks up each of the ten types that an attribute might have, in each attribute of each item, which is half of
the work of a list (docs/adr/0023-attributes-as-they-stand.md). An attribute has one type, and most are already in
JSON what botocore turns them into, so these are taken as they are.
"""

from typing import Any

from botocore.parsers import JSONParser, ResponseParser, ResponseParserFactory

_PLAIN = ("S", "N", "BOOL", "NULL")


class Parsers(ResponseParserFactory):  # type: ignore[misc]
    """botocore's parsers, with `Attributes` for the protocol of DynamoDB."""

    def create_parser(self, protocol_name: str) -> ResponseParser:
        if protocol_name == "json":
            return Attributes(**self._defaults)
        return super().create_parser(protocol_name)


class Attributes(JSONParser):  # type: ignore[misc]
    """botocore's JSON parser, with a shortcut for maps of attributes.

    Attributes of a type in _PLAIN are taken as they are; others are parsed as botocore does.
    """

    def _handle_map(self, shape: Any, value: Any) -> Any:
        kind = shape.value
        if kind.name != "AttributeValue":
            return super()._handle_map(shape, value)
        return {
            name: typed if next(iter(typed), None) in _PLAIN else self._parse_shape(kind, typed)
            for name, typed in value.items()
        }
