"""The network of an answer: who is called to whose side, as Graphviz DOT and as SVG.

Drawn are the belligerents, the states that must or may act, and who is torn; duties to keep out
or to consult would hide them and are only counted. The SVG is laid out here, in columns: those on
the attackers' side, the attackers, the torn, the targets, those on the targets' side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from foedera.obligations.answer import Answer
from foedera.obligations.present import ACTIVE, POSITION_WORDS, View, summary

_COLOURS = {
    "attacker": "#b3261e",
    "target": "#1f4e9e",
    "torn": "#8a5a00",
    "must_defend": "#1f6f43",
    "may_defend": "#1f6f43",
    "must_join_attack": "#7a1f5c",
    "may_join_attack": "#7a1f5c",
}
_COLUMN = {
    "must_join_attack": 0,
    "may_join_attack": 0,
    "attacker": 1,
    "torn": 2,
    "target": 3,
    "must_defend": 4,
    "may_defend": 4,
}
_WIDTH, _ROW, _TOP, _BOX = 1100, 34, 90, 150


@dataclass(frozen=True, slots=True)
class Node:
    code: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Edge:
    """`kind` is attack, breach, defend or join_attack; `may` marks a duty with an open condition."""

    start: str
    end: str
    kind: str
    may: bool = False


def nodes_of(view: View) -> list[Node]:
    """Belligerents, then the states that are called on, each position by name."""
    scenario = view.answer.scenario
    out = [Node(c, view.name(c), "attacker") for c in scenario.attackers]
    out += [Node(c, view.name(c), "target") for c in scenario.targets]
    for position in ACTIVE:
        held = sorted(view.answer.holding(position), key=view.name)
        out += [Node(c, view.name(c), position) for c in held]
    return out


def edges_of(view: View) -> list[Edge]:
    """The attack (marked where it breaks a treaty) and one edge for each state and whom it must or may help."""
    answer = view.answer
    broken = {(b.state, b.toward) for b in answer.breaches}
    out = [
        Edge(a, t, "breach" if (a, t) in broken else "attack")
        for a in answer.scenario.attackers
        for t in answer.scenario.targets
    ]
    strongest: dict[tuple[str, str, str], bool] = {}
    for duty in answer.duties:
        if duty.response in ("defend", "join_attack"):
            key = duty.state, duty.toward, duty.response
            strongest[key] = strongest.get(key, True) and duty.force == "may"
    return out + [Edge(state, toward, kind, may) for (state, toward, kind), may in sorted(strongest.items())]


def dot(answer: Answer | View) -> str:
    """The network in Graphviz's language."""
    view = answer if isinstance(answer, View) else View(answer)
    lines = ["digraph casus_foederis {", "  rankdir=LR;", f"  label={_quoted(summary(view))};"]
    lines.append('  node [shape=box, style="rounded", fontname="sans-serif"];')
    for node in nodes_of(view):
        style = "rounded,dashed" if node.role.startswith("may") else "rounded"
        words = node.role if node.role in ("attacker", "target") else POSITION_WORDS[node.role]
        label = _quoted(f"{node.name}\n{words}")
        lines.append(
            f"  {_quoted(node.code)} [label={label}, color={_quoted(_COLOURS[node.role])}, style={_quoted(style)}];"
        )
    lines += [f"  {_dot_edge(edge)}" for edge in edges_of(view)]
    return "\n".join([*lines, "}", ""])


def _dot_edge(edge: Edge) -> str:
    labels = {"attack": "attacks", "breach": "attacks, in breach", "defend": "defend", "join_attack": "join"}
    style = "dashed" if edge.may else "bold" if edge.kind in ("attack", "breach") else "solid"
    return f"{_quoted(edge.start)} -> {_quoted(edge.end)} [label={_quoted(labels[edge.kind])}, style={style}];"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def svg(answer: Answer | View) -> str:
    """The network as one SVG picture without scripts, fonts or anything from outside."""
    view = answer if isinstance(answer, View) else View(answer)
    nodes = nodes_of(view)
    places = _places(nodes)
    height = max((y for _, y in places.values()), default=_TOP) + 80
    title = escape(summary(view))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'font-family="sans-serif" font-size="12">',
        f"<title>{title}</title>",
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
        'orient="auto-start-reverse"><path d="M0 0L10 5L0 10z"/></marker></defs>',
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        *_heading(summary(view)),
        *(_svg_edge(edge, places) for edge in edges_of(view)),
        *(_svg_node(node, *places[node.code]) for node in nodes),
        _legend(height),
    ]
    return "\n".join([*parts, "</svg>", ""])


def _places(nodes: Iterable[Node]) -> dict[str, tuple[int, int]]:
    """Centre of each box; long columns fold into two staggered ones."""
    columns: dict[int, list[Node]] = {}
    for node in nodes:
        columns.setdefault(_COLUMN[node.role], []).append(node)
    tallest = max((len(c) for c in columns.values()), default=1)
    out = {}
    for column, held in columns.items():
        x = 90 + column * (_WIDTH - 180) // 4
        offset = (tallest - len(held)) * _ROW // 2
        for row, node in enumerate(held):
            out[node.code] = (x, _TOP + offset + row * _ROW)
    return out


def _heading(text: str) -> Iterator[str]:
    words, line, y = text.split(), "", 24
    for word in words:
        if len(line) + len(word) > 150:
            yield f'<text x="16" y="{y}" font-weight="bold">{escape(line.strip())}</text>'
            line, y = "", y + 16
        line += word + " "
    yield f'<text x="16" y="{y}" font-weight="bold">{escape(line.strip())}</text>'


def _svg_edge(edge: Edge, places: dict[str, tuple[int, int]]) -> str:
    (x1, y1), (x2, y2) = places[edge.start], places[edge.end]
    half = _BOX // 2 + 2
    if x2 > x1:
        x1, x2 = x1 + half, x2 - half
    elif x2 < x1:
        x1, x2 = x1 - half, x2 + half
    fight = edge.kind in ("attack", "breach")
    colour = _COLOURS["attacker" if fight or edge.kind == "join_attack" else "must_defend"]
    dash = ' stroke-dasharray="5 4"' if edge.may else ""
    width = 3 if fight else 1
    return (
        f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" stroke-width="{width}"'
        f'{dash} marker-end="url(#tip)"/>'
    )


def _svg_node(node: Node, x: int, y: int) -> str:
    colour = _COLOURS[node.role]
    solid = node.role in ("attacker", "target")
    dash = ' stroke-dasharray="5 4"' if node.role.startswith("may") else ""
    fill, ink = (colour, "#ffffff") if solid else ("#ffffff", colour)
    name = node.name if len(node.name) <= 22 else node.name[:21] + "…"
    return (
        f"<g><title>{escape(node.name)}: {escape(POSITION_WORDS.get(node.role, node.role))}</title>"
        f'<rect x="{x - _BOX // 2}" y="{y - 12}" width="{_BOX}" height="24" rx="6" fill="{fill}" '
        f'stroke="{colour}"{dash}/>'
        f'<text x="{x}" y="{y + 4}" text-anchor="middle" fill="{ink}">{escape(name)}</text></g>'
    )


def _legend(height: int) -> str:
    text = "thick: the attack; solid: must; dashed: may (a condition is open); brown: torn between both sides"
    return f'<text x="16" y="{height - 16}" fill="#444444">{text}</text>'
