"""People's text: cleaned once on the way in, escaped on the way out.

`clean` is the only door. After it a text has no control codes, no escape sequences, no characters
that reorder or hide others, and a bounded length; what was visible is as it was typed.
"""

from __future__ import annotations

MAX_LINE = 10_000
MAX_MARKS = 4

# The patterns stay text: `re` is loaded, and compiles them, when a text first needs them; plain
# ASCII never does. Every repeat is possessive or ends where the next one begins, so the time is
# linear.

# ECMA-48: strings (OSC, DCS, SOS, PM, APC) up to their end on the same line, then CSI, then the
# short forms. Without an end only the introducer goes: the rest may be what somebody wrote.
_SEQUENCE = (
    r"\x1b[\]PX^_][^\x07\x1b\n]*+(?:\x07|\x1b\\)"
    r"|\x1b\[[0-?]*+[ -/]*+[@-~]?"
    r"|\x1b[ -/]*+[0-~]?"
)
_BREAK = "\r\n|[\r\x0b\x0c\x85\u2028\u2029]"
# Control codes, invisible format characters, bidirectional controls, fillers, surrogates and
# noncharacters. Joiners and tags are looked at in their context, by `_thin`.
_DROP = (
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff]+"
)
_C1 = {code: "\x1b" + chr(code - 0x40) for code in range(0x80, 0xA0) if code != 0x85}

_ZWNJ = "\u200c"
_ZWJ = "\u200d"
_BLACK_FLAG = "\U0001f3f4"
# England, Scotland and Wales: the only flags that are written with tag characters.
_TAG_FLAGS = tuple(
    "".join(chr(0xE0000 + ord(letter)) for letter in code) + "\U000e007f"
    for code in ("gbeng", "gbsct", "gbwls")
)
_LONGEST_TAGS = 6
# Format characters that are drawn: Arabic, Syriac and Kaithi number and verse signs.
_DRAWN_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")


def decode(data: bytes) -> str:
    """Bytes from outside as text; what is not UTF-8 becomes the replacement character."""
    return data.decode("utf-8", "replace")


def clean(s: str, block: bool = False, limit: int = MAX_LINE) -> str:
    """`s` safe to store and to draw in any cell, at most `limit` characters.

    One line with single spaces, or with `block` lines divided by newline and tabs as 4 spaces.
    NFC; at most 4 combining marks running; ZWJ only where it joins (emoji, scripts with virama),
    variation selectors only after a character. `clean(clean(s)) == clean(s)`.
    """
    if not _plain(s, block):
        s = _settle(_strip(s, block)[: limit * 4])
    if not block:
        s = " ".join(s.split())
    if len(s) > limit:
        s = s[:limit]
        if not _plain(s, block):
            s = _settle(s)
        if not block:
            s = s.rstrip()
    return s


def md(s: str) -> str:
    """One line of `s` for CommonMark and GitHub tables: it renders as typed and does nothing.

    Newlines become spaces. No part of it can become HTML, a link, an image, a heading, a list
    item or the end of a table cell.
    """
    import re

    s = " ".join(s.split())
    s = re.sub(
        r"[\\`*_\[\]<>#|~$^@]|&(?=#?\w+;)|:(?=\S)|={2,}",
        lambda found: "".join("\\" + ch for ch in found[0]),
        s,
    )
    s = re.sub(r"\b(www)\.", r"\1\\.", s, flags=re.IGNORECASE)
    s = re.sub(r"^([-+=:])", r"\\\1", s)
    return re.sub(r"^([0-9]{1,9})([.)])", r"\1\\\2", s)


def _plain(s: str, block: bool) -> bool:
    """Whether `s` is printable ASCII (and newlines, in a block): nothing to look at closer."""
    return s.isascii() and (s.replace("\n", "") if block else s).isprintable()


def _strip(s: str, block: bool) -> str:
    """`s` without sequences and controls; every line break and tab in the one form."""
    import re

    s = re.sub(_BREAK, "\n", s).translate(_C1)
    s = re.sub(_DROP, "", re.sub(_SEQUENCE, "", s))
    return s.replace("\t", "    ") if block else s.replace("\n", " ")


def _settle(s: str) -> str:
    """`s` in NFC with joiners and marks thinned out, such that doing it again changes nothing.

    Composing can change what a joiner stands beside, and taking a joiner out can compose; texts
    where that does not come to rest at once lose their joiners.
    """
    from unicodedata import normalize

    for joiners in (True, True, False):
        s = normalize("NFC", _thin(s, joiners))
        if _thin(s, joiners) == s:
            return s
    return _thin(s, joiners=False)


def _thin(s: str, joiners: bool) -> str:
    """`s` without surplus marks, and without joiners, selectors and tags that do nothing."""
    from unicodedata import category, combining

    out: list[str] = []
    marks = 0
    virama = False
    last = ""
    skip = 0
    for at, ch in enumerate(s):
        if skip:
            skip -= 1
        elif ch < "\u0300":
            marks, virama = 0, False
        elif ch in (_ZWJ, _ZWNJ):
            if not (joiners and _joins(ch, last, s[at + 1 : at + 2], virama)):
                continue
            marks, virama = 0, False
        else:
            kind = category(ch)
            if kind in ("Mn", "Me"):
                marks += 1
                if marks > MAX_MARKS or (_selects(ch) and (not last.strip() or _selects(last))):
                    continue
                virama = virama or combining(ch) == 9
            elif kind == "Cf" and ch not in _DRAWN_FORMATS:
                skip = _tag_flag(last, s[at : at + _LONGEST_TAGS])
                if not skip:
                    continue
                skip -= 1
            elif kind == "Cn" and ord(ch) & 0xFFFE == 0xFFFE:
                continue
            else:
                marks, virama = 0, False
        out.append(ch)
        last = ch
    return "".join(out)


def _joins(joiner: str, last: str, following: str, virama: bool) -> bool:
    """Whether a joiner has a visible effect here: RFC 5892, appendix A, and emoji sequences."""
    if virama:
        return True
    if not last or not following:
        return False
    if joiner == _ZWJ:
        return (_is_emoji(last) or last == "\ufe0f") and _is_emoji(following)
    from unicodedata import bidirectional

    return bidirectional(last) == "AL" == bidirectional(following)


def _is_emoji(ch: str) -> bool:
    return (
        "\U0001f000" <= ch <= "\U0001faff"
        or "\u2600" <= ch <= "\u27bf"
        or "\u2b00" <= ch <= "\u2bff"
        or "\u2194" <= ch <= "\u2199"
    )


def _selects(ch: str) -> bool:
    """Whether `ch` is a variation selector: it changes the look of the character before it."""
    return "\ufe00" <= ch <= "\ufe0f" or "\U000e0100" <= ch <= "\U000e01ef"


def _tag_flag(last: str, tags: str) -> int:
    """How many of `tags` complete a flag that `last` began; 0 if they do not."""
    if last == _BLACK_FLAG:
        for flag in _TAG_FLAGS:
            if tags.startswith(flag):
                return len(flag)
    return 0
