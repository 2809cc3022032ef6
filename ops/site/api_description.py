"""The API's description (OpenAPI 3.1), as at `GET /api/openapi.json`."""

import importlib
import json


def text() -> str:
    """Return the document, indented and sorted.

    So its diff shows changes of the API alone.
    """
    importlib.import_module("app")
    document = importlib.import_module("chalicelib.web.http.openapi").document()
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
