"""The network of ties as GEXF or GraphML: actors as nodes, ties between two actors as edges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from foedera.dates import last_day
from foedera.exports.links import Link, links, name_of
from foedera.exports.select import Selection
from foedera.files import written

ATTRIBUTES = ("relation", "name", "since", "until", "status", "stage", "obligations", "sources")
# Characters that no XML 1.0 document may hold, not even escaped.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def gexf(selection: Selection, path: Path) -> int:
    """GEXF 1.3, an edge with its own direction and days (Gephi's time line shows them); how many edges."""
    found = list(links(selection))
    with written(path) as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n')
        out.write('<graph defaultedgetype="undirected" mode="dynamic" timeformat="date">\n<attributes class="edge">\n')
        out.writelines(f'<attribute id="{name}" title="{name}" type="string"/>\n' for name in ATTRIBUTES)
        out.write("</attributes>\n<nodes>\n")
        out.writelines(f"<node id={_attr(code)} label={_attr(name_of(code))}/>\n" for code in _nodes(found))
        out.write("</nodes>\n<edges>\n")
        out.writelines(_gexf_edge(n, link) for n, link in enumerate(found))
        out.write("</edges>\n</graph>\n</gexf>\n")
    return len(found)


def _gexf_edge(number: int, link: Link) -> str:
    kind = ' type="directed"' if link.directed else ""
    # Times of GEXF are whole days, however vague the source; the attributes are as precise as it is.
    days = ("start", link.tie.since), ("end", last_day(link.tie.until))
    times = "".join(f" {k}={_attr(v)}" for k, v in days if v)
    values = "".join(f'<attvalue for="{k}" value={_attr(v)}/>' for k, v in _about(link))
    ends = f"source={_attr(link.one)} target={_attr(link.other)}"
    return f'<edge id="{number}" {ends}{kind}{times}><attvalues>{values}</attvalues></edge>\n'


def graphml(selection: Selection, path: Path) -> int:
    """GraphML, an edge with its own direction; how many edges."""
    found = list(links(selection))
    with written(path) as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
        out.write('<key id="label" for="node" attr.name="label" attr.type="string"/>\n')
        out.writelines(f'<key id="{n}" for="edge" attr.name="{n}" attr.type="string"/>\n' for n in ATTRIBUTES)
        out.write('<graph edgedefault="undirected">\n')
        for code in _nodes(found):
            out.write(f'<node id={_attr(code)}><data key="label">{_body(name_of(code))}</data></node>\n')
        out.writelines(_graphml_edge(n, link) for n, link in enumerate(found))
        out.write("</graph>\n</graphml>\n")
    return len(found)


def _graphml_edge(number: int, link: Link) -> str:
    kind = ' directed="true"' if link.directed else ""
    values = "".join(f'<data key="{k}">{_body(v)}</data>' for k, v in _about(link))
    ends = f"source={_attr(link.one)} target={_attr(link.other)}"
    return f'<edge id="e{number}" {ends}{kind}>{values}</edge>\n'


def _about(link: Link) -> Iterator[tuple[str, str]]:
    tie = link.tie
    values = {
        "relation": tie.relation,
        "name": tie.name,
        "since": link.since,
        "until": link.until,
        "status": tie.status,
        "stage": tie.stage,
        "obligations": " ".join(tie.obligations),
        "sources": " ".join(tie.sources),
    }
    return ((name, value) for name in ATTRIBUTES if (value := values[name]))


def _nodes(found: list[Link]) -> list[str]:
    return sorted({code for link in found for code in (link.one, link.other)})


def _attr(text: str) -> str:
    return quoteattr(_ILLEGAL.sub(" ", text))


def _body(text: str) -> str:
    return escape(_ILLEGAL.sub(" ", text))
