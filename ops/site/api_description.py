"""The API's description (OpenAPI 3.1), the same that `GET /api/openapi.json` answers."""

import importlib
import json


def text() -> str:
    """The document, indented and sorted, so that its diff shows changes of the API alone."""
    importlib.import_module("app")
    document = importlib.import_module("chalicelib.web.http.openapi").document()
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
