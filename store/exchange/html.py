"""HTML pages that stand by themselves: one door for people's words, one page, screen and print.

No script and no outside resource: the policy in the head forbids both, also to whatever might
find its way into a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from store.domain.text import clean

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

CSS = """\
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1.25rem 4rem; background: #fff;
  color: #1b1b1b;
  font: 16px/1.5 "Source Sans 3", "Segoe UI", "DejaVu Sans", Arial, sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.35rem; margin: 2.4rem 0 .5rem; padding-top: .6rem;
  border-top: 2px solid #1b1b1b; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .4rem; }
p { margin: .4rem 0; }
header p, .quiet { color: #4a4a4a; }
.question { font-style: italic; color: #4a4a4a; }
.figure { font-size: 1.15rem; font-weight: 600; }
nav ul { columns: 2; margin: .5rem 0; padding-left: 1.1rem; }
a { color: #14504e; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .4rem 0 1rem; font-size: .92rem; }
caption { text-align: left; font-weight: 600; padding: .2rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0;
  border-bottom: 1px solid #c9c9c9; overflow-wrap: break-word; }
thead th { border-bottom: 2px solid #1b1b1b; }
tbody th { white-space: nowrap; font-weight: 600; }
td.text { min-width: 14rem; }
figure { margin: .6rem 0 1.2rem; }
figure svg { max-width: 100%; height: auto; }
pre { white-space: pre-wrap; overflow-wrap: break-word;
  font: .9rem/1.45 "DejaVu Sans Mono", monospace; }
@media screen and (max-width: 40rem) {
  nav ul { columns: 1; }
  table { min-width: 38rem; }
}
@page { size: A4; margin: 16mm 14mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  .wide { overflow: visible; }
  h2, h3, caption { break-after: avoid; }
  tr, figure, li { break-inside: avoid; }
  thead { display: table-header-group; }
  p { orphans: 3; widows: 3; }
  a { color: inherit; text-decoration: none; }
}
"""


def words(text: str) -> str:
    """The one door for words: cleaned, with nothing in them that HTML would act on."""
    return escape(clean(text, block=True, limit=len(text) * 4 + 1), quote=True)


def tag(name: str, inner: str, **attributes: str) -> str:
    """An element around HTML that is safe already; values of attributes go through the door."""
    told = "".join(f' {key.strip("_")}="{words(value)}"' for key, value in attributes.items())
    return f"<{name}{told}>{inner}</{name}>"


def anchor(text: str) -> str:
    """A name that a link can lead to."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "part"


def heading(level: int, text: str, key: str = "") -> str:
    """A heading; with a key, a place that a link can lead to."""
    return tag(f"h{level}", words(text), **({"id": key} if key else {}))


def paragraph(text: str, kind: str = "") -> str:
    """A paragraph of people's or the program's words, read in their own direction."""
    return tag("p", words(text), dir="auto", **({"class_": kind} if kind else {}))


def bullets(lines: Iterable[str]) -> str:
    """A list."""
    return tag("ul", "".join(tag("li", words(line), dir="auto") for line in lines))


def table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str = "", text: int = -1
) -> str:
    """A table whose first cell of a row names the row; `text` is the column of long words."""
    head = "".join(tag("th", words(name), scope="col") for name in columns)
    body = "".join(_line(row, text) for row in rows)
    named = tag("caption", words(caption)) if caption else ""
    whole = f"{named}{tag('thead', tag('tr', head))}{tag('tbody', body)}"
    return tag("div", tag("table", whole), class_="wide")


def _line(row: Sequence[str], text: int) -> str:
    cells = [tag("th", words(row[0]), scope="row", dir="auto")] if row else []
    for place, cell in enumerate(row[1:], 1):
        wide = {"class_": "text"} if place == text else {}
        cells.append(tag("td", words(cell), dir="auto", **wide))
    return tag("tr", "".join(cells))


def page(title: str, lead: Sequence[str], places: Sequence[tuple[str, str]], body: str) -> str:
    """A whole page: title, lines below it, links to its parts, and the parts."""
    head = (
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{words(title)}</title>\n<style>\n{CSS}</style>"
    )
    links = "".join(tag("li", tag("a", words(name), href=f"#{key}")) for key, name in places)
    top = tag("header", heading(1, title) + "".join(paragraph(line) for line in lead))
    nav = tag("nav", tag("ul", links), aria_label="Parts") if links else ""
    nav = nav.replace("aria_label", "aria-label", 1)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n{head}\n</head>\n<body>\n'
        f"{top}\n{nav}\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )
