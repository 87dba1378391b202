"""`foedera panel`: state-years and dyad-years with the data sets that you have downloaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from foedera.cli.options import split

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Addition:
    """What `--add NAME` joins: the tables of a data set, and the function that joins them."""

    dataset: str
    tables: tuple[str, ...]
    function: str
    options: tuple[tuple[str, str], ...] = ()


# NAME of --add -> data set, its tables (several: the first is the main one), function of panels.
ADDITIONS: dict[str, Addition] = {
    "atop": Addition("atop", ("member",), "add_atop"),
    "majors": Addition("cow-system", ("majors",), "add_majors"),
    "contiguity": Addition("cow-contiguity", (), "add_contiguity"),
    "capitals": Addition("capitals", ("cow",), "add_capital_distance"),
    "nmc": Addition("cow-nmc", (), "add_nmc"),
    "cow-mid": Addition("cow-mid", ("participants", "disputes"), "add_mids", (("source", "cow"),)),
    "gml-mid": Addition("gml-mid", ("participants", "disputes"), "add_mids", (("source", "gml"),)),
    "wars": Addition("cow-wars", ("participants",), "add_wars"),
    "igos": Addition("cow-igo", ("state-year",), "add_igos"),
    "exercises": Addition("mme", ("long",), "add_exercises"),
    "troops": Addition("troopdata", ("country-year",), "add_troops"),
    "aid": Addition("greenbook", (), "add_aid"),
    "dcad": Addition("dcad", ("main",), "add_dcad"),
    "sipri": Addition("sipri", (), "add_sipri"),
}
# These know states by name; the data sets' own tables of names help.
_NAMED = ("aid", "sipri")
# These can be joined by the numbers of either system.
_EITHER_SYSTEM = ("exercises", "capitals")


@click.command("panel")
@click.argument("unit", type=click.Choice(["dyad-years", "state-years"]))
@click.option(
    "--system", type=click.Choice(["cow", "gw"]), default="cow", show_default=True, help="Whose list of states."
)
@click.option("--undirected", is_flag=True, help="One row for each pair, the lower number first.")
@click.option("--from", "first", type=int, metavar="YEAR", help="First year.  [default: 1816]")
@click.option("--to", "last", type=int, metavar="YEAR", help="Last year.  [default: the last full year]")
@click.option("--list-end", is_flag=True, help="End with the list of states (2016, 2017), not with the last full year.")
@click.option(
    "--states", metavar="X,Y", callback=lambda _c, _p, v: split(v), help="Only rows with one of these states."
)
@click.option("--among", is_flag=True, help="With --states: only pairs of them.")
@click.option(
    "--add",
    "adds",
    multiple=True,
    metavar="NAME[=PATH],...",
    help=f"Data sets to join: {', '.join(ADDITIONS)}. PATH is a file or the folder of the download.",
)
@click.option("--data", metavar="DIR", help="Folder in which the data sets lie that are added without a PATH.")
@click.option("--prd", is_flag=True, help="Only politically relevant dyads (needs contiguity and majors).")
@click.option("--spells", is_flag=True, help="Add years since the last dispute or war.")
@click.option(
    "--names",
    "style",
    type=click.Choice(["foedera", "peacesciencer"]),
    default="foedera",
    show_default=True,
    help="Whose names of columns.",
)
@click.option(
    "-o", "--output", "out", required=True, metavar="FILE", help="Where to write: .parquet, .csv, .dta or .arrow."
)
def command(
    unit: str,
    system: str,
    undirected: bool,
    first: int | None,
    last: int | None,
    list_end: bool,
    states: list[str] | None,
    among: bool,
    adds: tuple[str, ...],
    data: str | None,
    prd: bool,
    spells: bool,
    style: str,
    out: str,
) -> None:
    """Make a table of state-years or dyad-years.

    A codebook is written beside it. What a step leaves out or does not know is said.
    """
    from foedera import panels

    wanted = [_wanted(item, data) for given in adds for item in given.split(",") if item.strip()]
    with panels.notes() as told:
        numbers = [int(s) if s.isdigit() else s for s in states] if states else None
        years: dict[str, Any] = {"first": first, "last": last, "mry": not list_end, "states": numbers}
        if unit == "dyad-years":
            panel = panels.dyad_years(system, not undirected, among=among, **years)  # type: ignore[arg-type]
        else:
            panel = panels.state_years(system, **years)  # type: ignore[arg-type]
        files: list[str] = []
        for name, path in wanted:
            panel = _added(panels, panel, name, path, files)
        panel = panels.filter_prd(panel) if prd else panel
        panel = panels.add_spells(panel) if spells else panel
        panel = panels.rename(panel, style)
    written, codebook = panels.write(panel, out, notes=told, versions=files)
    for sentence in told:
        click.echo(f"foedera: {sentence}", err=True)
    click.echo(f"{written.name}: {panel.height:,} rows, {panel.width} columns; {codebook.name}")


def _wanted(item: str, data: str | None) -> tuple[str, str]:
    """(name, path) of one addition; raises BadInput for a name or place that is not there."""
    from foedera.errors import BadInput

    name, _, path = item.strip().partition("=")
    if name not in ADDITIONS:
        raise BadInput(f"There is nothing called '{name}' to add; there are {', '.join(ADDITIONS)}.")
    if not path and not data:
        raise BadInput(f"Say where {name} is: --add {name}=PATH, or --data DIR for the folder of all.")
    found = path or _place(name, str(data))
    if not Path(found).exists():
        raise BadInput(f"There is no '{found}' to add {name} from.")
    return name, found


def _place(name: str, data: str) -> str:
    """Where a data set lies in a folder of downloads: a folder called after it, else the folder itself."""
    dataset = ADDITIONS[name].dataset
    words = (dataset, dataset.replace("-", "_"), dataset.replace("-", ""), name)
    folders = [p for p in Path(data).iterdir() if p.is_dir()] if Path(data).is_dir() else []
    named = sorted(f for f in folders if f.name.lower().startswith(words))
    if named:
        return str(named[-1])  # of several versions the highest number
    return data


def _added(packages: Any, panel: pl.DataFrame, name: str, path: str, files: list[str]) -> pl.DataFrame:
    """The panel with one data set joined; a Gleditsch-Ward panel gets COW numbers first."""
    addition = ADDITIONS[name]
    has_cow = any(c.startswith("ccode") for c in panel.columns)
    tables = _tables(addition, path, addition.tables if has_cow or name != "capitals" else ("gw",))
    function: Callable[..., pl.DataFrame] = getattr(packages, addition.function)
    options: dict[str, Any] = dict(addition.options)
    if name in _NAMED:
        options["code_of"] = _code_of
    if not has_cow and name not in _EITHER_SYSTEM:
        panel = packages.add_codes(panel)
    files.append(f"{name}: `{Path(path).name}`")
    return function(panel, *tables, **options)


def _code_of(name: str, year: int) -> str | None:
    """The code of a publisher's name of a state in a year; None where it means none, or two."""
    from foedera.datasets.names import code_of
    from foedera.datasets.values import SkippedRow

    try:
        return code_of(name, year)
    except SkippedRow:
        return None


def _tables(addition: Addition, path: str, tables: tuple[str, ...]) -> list[pl.DataFrame]:
    """The tables of an addition as the publisher has them; () is the data set's first that is there."""
    from foedera import datasets
    from foedera.errors import BadTable

    if not tables:
        return [datasets.load(addition.dataset, path)]
    found = [datasets.load(addition.dataset, path, table=tables[0])]
    for table in tables[1:]:
        try:
            found.append(datasets.load(addition.dataset, path, table=table))
        except BadTable:
            break  # the companion is not there: the function says what it does without it
    return found
