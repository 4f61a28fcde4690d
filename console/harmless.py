"""The last gate before a terminal, as a plain function: nothing that a terminal would obey.

Light on purpose: whatever draws without Textual imports it. `console.guard` puts the same behind
all that Textual draws.
"""

from __future__ import annotations

import re

UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f"
    "\ufff9-\ufffb\ud800-\udfff]"
)
"""Controls of both sets, bidirectional overrides, isolates and marks, surrogates. They are counted
as no cells wide, except for surrogates, so taking them out moves nothing."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def harmless(text: str) -> str:
    """`text` without anything that a terminal would obey; its width stays the same."""
    if not UNSAFE.search(text):
        return text
    return UNSAFE.sub("", _SURROGATE.sub("\ufffd", text))
