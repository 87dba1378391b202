"""Security cooperation in a panel: exercises, US troops, US military aid, defence agreements, arms orders."""

from __future__ import annotations

import polars as pl

from foedera.errors import BadTable
from foedera.panels.codes import CodeOf, states_named, translations
from foedera.panels.joining import each_side, joined, told_outside
from foedera.panels.keys import Coverage, dyads_of, is_directed, keys_of, needs, ordered, years_between
from foedera.panels.noting import count, note

_MME = (1980, 2010)
_DCAD = (1980, 2010)
_NO_STATE = 1000  # troopdata's numbers from here on are places that are no COW states
# The Greenbook's rows (programmes) that have columns of their own.
_FMF = "Foreign Military Financing"
_IMET = "International Military Education and Training"


def add_exercises(panel: pl.DataFrame, table: pl.DataFrame, *, coverage: Coverage = _MME) -> pl.DataFrame:
    """Adds `exercises` (Int16): multinational military exercises of both (dyads) or of the state in a year.

    `table`: MME's long file (one row an exercise and country; Gleditsch-Ward numbers). Exercises
    are told apart by id, name and first day, since three ids stand for two exercises each. 0
    inside 1980-2010, null outside.
    """
    keys = keys_of(panel)
    code = keys.states[0].rstrip("12")
    rows = _participations(table, code)
    if not keys.dyadic:
        number = rows.group_by(code, "year").agg(exercises=pl.len().cast(pl.Int16))
        return joined(panel, number, keys, (code, "year"), "MME", zeros=("exercises",), coverage=coverage)
    both = rows.join(rows, on=["exercise", "year"], suffix="_2").filter(pl.col(code) != pl.col(f"{code}_2"))
    if not is_directed(panel, keys):
        both = both.filter(pl.col(code) < pl.col(f"{code}_2"))
    pair = both.rename({code: f"{code}1", f"{code}_2": f"{code}2"})
    number = pair.group_by(f"{code}1", f"{code}2", "year").agg(exercises=pl.len().cast(pl.Int16))
    on = (f"{code}1", f"{code}2", "year")
    return joined(panel, number, keys, on, "MME", zeros=("exercises",), coverage=coverage)


def _participations(table: pl.DataFrame, code: str) -> pl.DataFrame:
    """exercise, year, number: one row for each state in each exercise."""
    needs(table, ("MMEID", "Ex_Name", "StartDate", "gwcode", "year"), "MME's long file")
    number = pl.col("gwcode").cast(pl.Int16, strict=False)
    rows = table.select(
        pl.struct("MMEID", "Ex_Name", "StartDate").rank("dense").alias("exercise"),
        number,
        pl.col("year").cast(pl.Int16, strict=False),
    )
    known = rows.drop_nulls(["gwcode", "year"])
    if known.height < rows.height:
        note(f"MME: {count(rows.height - known.height, 'row')} have no state (NATO and the like).")
    if code == "gwcode":
        return known.unique()
    first, last = (int(str(v)) for v in (known["year"].min(), known["year"].max()))
    turned = known.join(translations("gwcode", "ccode", first, last), on=["gwcode", "year"])
    return turned.select("exercise", "year", "ccode").unique()


def add_troops(panel: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """Adds `us_troops1`, `us_troops2` or `us_troops` (Int32): US active-duty troops in the state.

    `table`: troopdata's country-year file (`ccode, year, troops_ad`). Rows of one state and year
    under an old and a new name are summed. Null where the file has no row.
    """
    needs(table, ("ccode", "year", "troops_ad"), "troopdata")
    keys = keys_of(panel, "ccode")
    rows = table.filter(pl.col("ccode") < _NO_STATE).select(
        pl.col("ccode", "year").cast(pl.Int16), us_troops=pl.col("troops_ad").cast(pl.Int32, strict=False)
    )
    summed = rows.drop_nulls().group_by("ccode", "year").sum()
    covered = int(str(summed["year"].min())), int(str(summed["year"].max()))
    return each_side(panel, summed, keys, "ccode", "troopdata", coverage=covered)


_GREENBOOK = {
    "year": ("Fiscal Year", "fiscal_year"),
    "country": ("Country", "country"),
    "category": ("Assistance Category", "category"),
    "row": ("Publication Row", "publication_row"),
    "dollars": ("Obligations (Historical Dollars)", "obligations_current_usd"),
}


def add_aid(
    panel: pl.DataFrame, table: pl.DataFrame, *, coverage: Coverage | None = None, code_of: CodeOf | None = None
) -> pl.DataFrame:
    """Adds US military aid to each state by fiscal year: `us_military_aid`, `us_fmf`, `us_imet` (Float64).

    Obligations in historical dollars (US Overseas Loans and Grants, "Greenbook"): all military,
    Foreign Military Financing, and International Military Education and Training. In dyads with
    suffix 1 and 2. The transition quarter (July to September 1976) counts to 1976. 0 inside the
    table's years, null outside. `code_of` knows the publisher's names (default: our tables).
    """
    keys = keys_of(panel, "ccode")
    rows = _greenbook(table)
    dollars = pl.col("dollars")
    sums = (
        states_named(rows, "country", "ccode", code_of)
        .drop_nulls("ccode")
        .group_by("ccode", "year")
        .agg(
            us_military_aid=dollars.sum(),
            us_fmf=dollars.filter(pl.col("row").str.starts_with(_FMF)).sum(),
            us_imet=dollars.filter(pl.col("row").str.starts_with(_IMET)).sum(),
        )
    )
    names = ("us_military_aid", "us_fmf", "us_imet")
    covered = coverage or (int(str(rows["year"].min())), int(str(rows["year"].max())))
    return each_side(panel, sums, keys, "ccode", "Greenbook", zeros=names, coverage=covered)


def _greenbook(table: pl.DataFrame) -> pl.DataFrame:
    """year (Int16), country, row, dollars of the military rows, by either spelling of the columns."""
    names = {ours: next((c for c in theirs if c in table.columns), None) for ours, theirs in _GREENBOOK.items()}
    missing = [theirs[0] for ours, theirs in _GREENBOOK.items() if names[ours] is None]
    if missing:
        raise BadTable(f"The Greenbook has the column '{missing[0]}': give the workbook or a CSV of it.")
    rows = table.select(pl.col(str(theirs)).alias(ours) for ours, theirs in names.items())
    year = pl.col("year").cast(pl.String).str.slice(0, 4).cast(pl.Int16, strict=False)
    rows = rows.filter(pl.col("category") == "Military").with_columns(year, pl.col("dollars").cast(pl.Float64))
    return rows.drop_nulls(["year", "dollars"]).filter(pl.col("country") != "World")


def add_dcad(panel: pl.DataFrame, table: pl.DataFrame, *, coverage: Coverage = _DCAD) -> pl.DataFrame:
    """Adds defence cooperation agreements in force: `dca` (0, 1; any confidence) and `dca_sure` (high, medium).

    `table`: DCAD 1.0's main file. An agreement counts from the year of signature to
    `endYearEstimate`, both included (codebook: AnyV2 and AnyV1). State-years: `dcas`, how many.
    0 inside 1980-2010, null outside.
    """
    keys = keys_of(panel, "ccode")
    years = dcad_years(table)
    if not keys.dyadic:
        sides = [years.select(ccode=c, year="year", id="id") for c in ("ccode1", "ccode2")]
        number = pl.concat(sides).group_by("ccode", "year").agg(dcas=pl.col("id").n_unique().cast(pl.Int16))
        return joined(panel, number, keys, ("ccode", "year"), "DCAD", zeros=("dcas",), coverage=coverage)
    pair = ["ccode1", "ccode2", "year"]
    itself = pl.col("ccode1") == pl.col("ccode2")
    if years.select(itself.any()).item():
        agreements = years.filter(itself)["id"].n_unique()
        note(f"DCAD: {count(agreements, 'agreement')} with one state twice left out.")
    flags = (
        years.filter(~itself).group_by(pair).agg(dca=pl.lit(1, dtype=pl.Int8).first(), dca_sure=pl.col("sure").max())
    )
    if is_directed(panel, dyads_of(panel, "ccode")):
        flags = pl.concat([flags, flags.rename({"ccode1": "ccode2", "ccode2": "ccode1"}).select(flags.columns)])
    return joined(panel, flags, keys, pair, "DCAD", zeros=("dca", "dca_sure"), coverage=coverage)


def dcad_years(table: pl.DataFrame) -> pl.DataFrame:
    """id, ccode1 < ccode2, year, sure (0, 1): each agreement in each year in which it is in force."""
    needs(table, ("ccode1", "ccode2", "signYear", "endYearEstimate", "categoryConf", "DCAid"), "DCAD's main file")
    spans = table.select(
        pl.col("DCAid").alias("id"),
        pl.col("ccode1", "ccode2").cast(pl.Int16),
        pl.col("categoryConf").is_in(["high", "med"]).cast(pl.Int8).alias("sure"),
        first=pl.col("signYear").cast(pl.Int16, strict=False),
        last=pl.col("endYearEstimate").cast(pl.Int16, strict=False),
    )
    return years_between(ordered(spans, ("ccode1", "ccode2")), "first", "last")


_REGISTER = {
    "supplier": ("supplier", "Supplier"),
    "recipient": ("recipient", "Recipient"),
    "year": ("year_of_order", "Year of order", "Order date"),
    "tiv": ("tiv_total_order", "SIPRI TIV of total order", "SIPRI TIV for total order"),
}


def add_sipri(
    panel: pl.DataFrame,
    table: pl.DataFrame,
    *,
    complete: bool = False,
    coverage: Coverage | None = None,
    code_of: CodeOf | None = None,
    directed: bool | None = None,
) -> pl.DataFrame:
    """Adds arms orders by year of order: `arms_orders` (Int16), `arms_tiv` (Float64, million SIPRI TIV).

    `table`: SIPRI's trade register. Directed dyads: state 1 supplies state 2; not directed: either;
    state-years: what the state ordered. A register is downloaded for chosen states: a pair with no
    row is 0 only if the recipient is in the table (or `complete=True`) and the year among its own.
    `directed` as in `add_atop`.
    """
    keys = keys_of(panel, "ccode")
    orders = _orders(table, code_of)
    on: list[str] = ["ccode2", "year"]
    one_way = keys.dyadic and (is_directed(panel, keys) if directed is None else directed)
    if keys.dyadic:
        on = ["ccode1", "ccode2", "year"]
        if not one_way:
            orders = pl.DataFrame(ordered(orders, ("ccode1", "ccode2")))
    sums = orders.drop_nulls(on).group_by(on).agg(arms_orders=pl.len().cast(pl.Int16), arms_tiv=pl.col("tiv").sum())
    if not keys.dyadic:
        sums, on = sums.rename({"ccode2": "ccode"}), ["ccode", "year"]
    added = joined(panel, sums, keys, on, "SIPRI")
    covered = coverage or (int(str(orders["year"].min())), int(str(orders["year"].max())))
    recipients = orders["ccode2"].drop_nulls().unique().to_list()
    known = pl.any_horizontal(
        pl.col(c).is_in(recipients) for c in (keys.states[1:] if one_way else keys.states)
    ) | pl.lit(complete)
    inside = known & pl.col("year").is_between(*covered)
    told_outside(panel, covered, "SIPRI")
    return added.with_columns(
        pl.when(inside).then(pl.col(c).fill_null(0)).otherwise(pl.col(c)).alias(c) for c in ("arms_orders", "arms_tiv")
    )


def _orders(table: pl.DataFrame, code_of: CodeOf | None) -> pl.DataFrame:
    """ccode1 (supplier), ccode2 (recipient), year, tiv; rows without a year of order are left out."""
    names = {ours: next((c for c in theirs if c in table.columns), None) for ours, theirs in _REGISTER.items()}
    missing = [theirs[0] for ours, theirs in _REGISTER.items() if names[ours] is None]
    if missing:
        raise BadTable(f"SIPRI's register has the column '{missing[0]}': give the download as it is.")
    rows = table.select(pl.col(str(theirs)).alias(ours) for ours, theirs in names.items())
    rows = rows.with_columns(pl.col("year", "tiv").cast(pl.Float64, strict=False))
    whole = rows.filter(pl.col("year").is_between(1900, 2100)).with_columns(pl.col("year").cast(pl.Int16))
    if whole.height < rows.height:
        note(f"SIPRI: {count(rows.height - whole.height, 'row')} have no year of order and are left out.")
    for side, column in (("supplier", "ccode1"), ("recipient", "ccode2")):
        whole = states_named(whole, side, column, code_of)
    return whole.select("ccode1", "ccode2", "year", "tiv")
