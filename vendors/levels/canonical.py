"""One way of writing JSON, so that the same figures are the same bytes."""

import json
from typing import Any


def canonical(plain: Any) -> bytes:
    """UTF-8 without spaces, keys in order. Figures with decimals should come as text: floats are not for comparing."""
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
