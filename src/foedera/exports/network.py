"""The network of ties as GEXF or GraphML: actors as nodes, ties between two actors as edges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from foedera.exports.ftm import _name
from foedera.exports.writing import written

if TYPE_CHECKING:
    from foedera.exports.select import Selection

_ILLEGAL = {c: None for c in range(32) if c not in (9, 10, 13)}
ATTRIBUTES = ("relation", "name", "since", "until", "obligations", "source")


def edges(selection: Selection) -> Iterator[tuple[str, str, dict[str, str]]]:
    """(actor, actor, attributes) for each affirmed claim and pair of coded actors."""
    for stored in selection.claims:
        claim = stored.claim
        if claim.polarity != "affirmed":
            continue
        period = claim.period or (claim.date or "")
        since, _, until = period.partition("/")
        about = {
            "relation": claim.relation,
            "name": claim.name or "",
            "since": since if since != ".." else "",
            "until": until if until != ".." else "",
            "obligations": " ".join(claim.obligations),
            "source": stored.source,
        }
        codes = list(dict.fromkeys(a.code for a in claim.actors if a.code))
        for one, other in combinations(codes, 2):
            yield one, other, about


def gexf(selection: Selection, path: Path) -> None:
    """GEXF 1.3, undirected."""
    found = list(edges(selection))
    with written(path) as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n')
        out.write('<graph defaultedgetype="undirected">\n<attributes class="edge">\n')
        for name in ATTRIBUTES:
            out.write(f'<attribute id="{name}" title="{name}" type="string"/>\n')
        out.write("</attributes>\n<nodes>\n")
        for code in _nodes(found):
            out.write(f"<node id={_attr(code)} label={_attr(_name(code))}/>\n")
        out.write("</nodes>\n<edges>\n")
        for number, (one, other, about) in enumerate(found):
            values = "".join(f'<attvalue for="{k}" value={_attr(v)}/>' for k, v in about.items() if v)
            out.write(
                f'<edge id="{number}" source={_attr(one)} target={_attr(other)}>'
                f"<attvalues>{values}</attvalues></edge>\n"
            )
        out.write("</edges>\n</graph>\n</gexf>\n")


def graphml(selection: Selection, path: Path) -> None:
    """GraphML, undirected."""
    found = list(edges(selection))
    with written(path) as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
        out.write('<key id="label" for="node" attr.name="label" attr.type="string"/>\n')
        for name in ATTRIBUTES:
            out.write(f'<key id="{name}" for="edge" attr.name="{name}" attr.type="string"/>\n')
        out.write('<graph edgedefault="undirected">\n')
        for code in _nodes(found):
            out.write(f'<node id={_attr(code)}><data key="label">{_body(_name(code))}</data></node>\n')
        for one, other, about in found:
            values = "".join(f'<data key="{k}">{_body(v)}</data>' for k, v in about.items() if v)
            out.write(f"<edge source={_attr(one)} target={_attr(other)}>{values}</edge>\n")
        out.write("</graph>\n</graphml>\n")


def _nodes(found: Iterable[tuple[str, str, Any]]) -> list[str]:
    return sorted({code for one, other, _ in found for code in (one, other)})


def _attr(text: str) -> str:
    return quoteattr(text.translate(_ILLEGAL))


def _body(text: str) -> str:
    return text.translate(_ILLEGAL).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
