"""A small authored file of every data set that becomes claims: the publishers' columns, our own rows."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

from .helpers import member_row, write_atop, write_csv

WAR = ("WarNum", "WarName", "WarType", "ccode", "StateName", "Side", "Initiator")
WAR_DATES = tuple(f"{end}{part}{n}" for n in "12" for end in ("Start", "End") for part in ("Month", "Day", "Year"))
DCAD = (
    *("ccode1", "cowName1", "ccode2", "cowName2", "signDay", "signMonth", "signYear", "EIFDay", "EIFMonth"),
    *("EIFYear", "type", "category1", "category2", "category3", "span", "terminated", "endYearEstimate"),
    *("categoryConf", "UNTS", "factivaSign", "DCAid"),
)
MID_A = ("dispnum", "stday", "stmon", "styear", "endday", "endmon", "endyear", "hostlev", "numa", "numb", "version")
MID_B = ("dispnum", "ccode", "stday", "stmon", "styear", "endday", "endmon", "endyear", "sidea", "orig", "hostlev",
         "version")  # fmt: skip
MME = ("MMEID", "Ex_Name", "Series_Name", "Location", "StartDate", "s.year", "s.month", "s.day", "EndDate", "e.year",
       "e.month", "e.day", "Sea", "StateA", "StateB", "StateC")  # fmt: skip
TROOPS = ("countryname", "year", "ccode", "iso3c", "region", "troops_ad", "army_ad")
GREENBOOK = ("fiscal_year", "region", "country", "category", "publication_row", "agency", "account",
             "obligations_current_usd", "obligations_constant_2020_usd")  # fmt: skip
ALLIANCE = ("version4id", "ccode", "state_name", "mem_st_day", "mem_st_month", "mem_st_year", "mem_end_day",
            "mem_end_month", "mem_end_year", "left_censor", "right_censor", "defense", "neutrality",
            "nonaggression", "entente")  # fmt: skip
SIPRI_TIDY = ("recipient", "supplier", "year_of_order", "year_of_order_uncertain", "number_ordered",
              "number_ordered_uncertain", "weapon_designation", "weapon_description", "number_delivered",
              "number_delivered_uncertain", "years_of_delivery", "status", "comments")  # fmt: skip
SIPRI_HEADER = (
    '"Recipient","Supplier","Year of order","","Number ordered","","Weapon designation","Weapon description",'
    '"Number delivered","","Year(s) of delivery","status","Comments","SIPRI TIV per unit",'
    '"SIPRI TIV for total order","SIPRI TIV of delivered weapons"'
)


def atop(folder: Path) -> Path:
    return write_atop(folder / "atop5_1m.csv", member_row(200), member_row(640, consul=1), member_row(365))


def cow_igo(folder: Path) -> Path:
    rows = [{"ccode": 640, "year": year, "state": "turkey", "nato": 1} for year in range(1952, 1956)]
    return write_csv(folder / "state_year.csv", ("ccode", "year", "state", "nato"), rows)


def dcad(folder: Path) -> Path:
    blank = dict.fromkeys(DCAD, "")
    first = blank | {"ccode1": 373, "ccode2": 640, "signYear": 1996, "signMonth": 2, "signDay": 3, "category1": "DCA"}
    second = blank | {"ccode1": 2, "ccode2": 20, "signYear": 2001, "category1": "DIC", "category2": "RESEARCH"}
    return write_csv(
        folder / "dcad-main.csv",
        DCAD,
        [
            first | {"DCAid": "X-1", "terminated": 0, "endYearEstimate": 2010, "EIFYear": 1997, "EIFMonth": 5},
            second | {"DCAid": "X-2", "terminated": -99, "endYearEstimate": 2006},
            second | {"DCAid": "X-3", "terminated": 1, "endYearEstimate": 2004},
            second | {"DCAid": "X-4", "factivaSign": 0, "endYearEstimate": 2006},
        ],
    )


def war_row(number: int, side: int, start: str, end: str, **cells: object) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(WAR_DATES, -8)
    row |= {"WarNum": 7, "WarName": "War of the Test", "ccode": number, "Side": side, "Initiator": 2}
    for name, text in (("Start", start), ("End", end)):
        for part, value in zip(("Year", "Month", "Day"), text.split("-"), strict=True):
            row[f"{name}{part}1"] = int(value)
    return row | cells


def cow_wars(folder: Path) -> Path:
    rows = [
        war_row(255, 1, "1901-01-01", "1901-06-30", Initiator=1),
        war_row(220, 2, "1901-01-01", "1901-03-31"),
        war_row(200, 2, "1901-02-01", "1901-06-30"),
        war_row(325, 2, "1901-07-15", "1901-08-30"),
    ]
    path = write_csv(folder / "Inter-StateWarData.csv", (*WAR, *WAR_DATES), rows)
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\r"))
    return path


def _disputes(folder: Path, a: str, b: str, key: str) -> Path:
    dates = {"stday": 2, "stmon": 3, "styear": 1901, "endday": -9, "endmon": 5, "endyear": 1901, "version": 5}
    columns = tuple(key if c == "dispnum" else c for c in MID_A)
    write_csv(folder / a, columns, [dates | {key: 1, "hostlev": 4}, dates | {key: 2, "hostlev": 3}])
    sides = [
        dates | {"dispnum": n, "ccode": c, "sidea": s, "orig": 1, "hostlev": 4}
        for n in (1, 2)
        for c, s in ((200, 1), (220, 0))
    ]
    write_csv(folder / b, MID_B, sides)
    return folder


def cow_mid(folder: Path) -> Path:
    return _disputes(folder, "MIDA_5.0.csv", "MIDB_5.0.csv", "dispnum")


def gml_mid(folder: Path) -> Path:
    return _disputes(folder, "gml-mida-2.1.csv", "gml-midb-2.1.csv", "dispnum3")


def cow_alliances(folder: Path) -> Path:
    row = {"version4id": 9, "mem_st_day": 1, "mem_st_month": 2, "mem_st_year": 1903, "defense": 1, "entente": 1}
    ended = {"mem_end_day": 3, "mem_end_month": 4, "mem_end_year": 1905}
    rows = [row | ended | {"ccode": 200}, row | {"ccode": 220, "right_censor": 1, "mem_end_year": 2012}]
    return write_csv(folder / "alliance_v4.1_by_member.csv", ALLIANCE, rows)


def mme(folder: Path) -> Path:
    blank = dict.fromkeys(MME, "")
    row = blank | {"MMEID": "m1", "Ex_Name": "Test Anvil", "Location": "Incirlik", "Sea": 1}
    row |= {"s.year": 1985, "s.month": 6, "s.day": "xx", "e.year": 1985, "e.month": 7, "e.day": 2}
    return write_csv(
        folder / "mme_v7.csv",
        MME,
        [
            row | {"StateA": "Turkey", "StateB": "Russia", "StateC": "Baltic States"},
            row | {"StateA": "Turkey", "StateB": "-9"},
            row | {"StateA": "Turkey", "StateB": "Yemen"},
            row | {"StateA": "Turkey", "StateB": "France", "e.year": 1984, "Ex_Name": -9},
        ],
    )


def troopdata(folder: Path) -> Path:
    rows = [
        {"countryname": "Germany", "year": 1985, "ccode": 260, "troops_ad": 100},
        {"countryname": "Guam", "year": 1985, "ccode": 1008, "troops_ad": 50},
        {"countryname": "Mali", "year": 1985, "ccode": 432, "troops_ad": 0},
        {"countryname": "Vietnam", "year": 1985, "ccode": 816, "troops_ad": 1},
        {"countryname": "Vietnam", "year": 1985, "ccode": 816, "troops_ad": 2},
    ]
    return write_csv(folder / "troopdata.csv", TROOPS, rows)


def greenbook(folder: Path) -> Path:
    row = {"region": "x", "country": "Turkey", "category": "Military", "publication_row": "Foreign Military Financing"}
    rows = [
        row | {"fiscal_year": "2016", "obligations_current_usd": 700},
        row | {"fiscal_year": "2016", "obligations_current_usd": -200},
        row | {"fiscal_year": "1976tq", "obligations_current_usd": 5},
        row | {"fiscal_year": "1975", "obligations_current_usd": 6},
        row | {"fiscal_year": "2001", "obligations_current_usd": -6},
        row | {"fiscal_year": "2001", "obligations_current_usd": 6, "country": "Asia (not specified)"},
        row | {"fiscal_year": "2001", "obligations_current_usd": 6, "category": "Economic"},
        row | {"fiscal_year": "1970", "obligations_current_usd": 6, "country": "Vietnam"},
    ]
    path = write_csv(folder / "plain.csv", GREENBOOK, rows)
    packed = folder / "military_assistance.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()
    return packed


def sipri(folder: Path) -> Path:
    above = "\n".join(["Transfers of major weapons", "Information generated: 7 May 2024", *[""] * 9])
    lines = [
        '"Armenia","India","2020","","4","","Swathi","artillery locating radar","4","","2021","New","","8","32","32"',
        '"Azerbaijan","T\xfcrkiye","2017","?","8","?","ACV-15","APC","6","","2018; 2020","New","","1","8","6"',
        '"Azerbaijan","unknown supplier(s)","2017","","8","","Igla","SAM","0","","","New","","1","8","6"',
        '"Azerbaijan","Israel","","0.36","8","","Harop","","UAV","","","New","","1","8","6"',
        '"Hezbollah (Lebanon)*","Iran","2001","?","8","?","Fajr","MRL","","","","New","","1","8","6"',
    ]
    path = folder / "trade-register.csv"
    path.write_bytes("\n".join([above, SIPRI_HEADER, *lines]).encode("latin-1"))
    return path


SAMPLES: dict[str, Callable[[Path], Path]] = {
    "atop": atop,
    "cow-igo": cow_igo,
    "dcad": dcad,
    "cow-wars": cow_wars,
    "cow-mid": cow_mid,
    "gml-mid": gml_mid,
    "cow-alliances": cow_alliances,
    "mme": mme,
    "troopdata": troopdata,
    "greenbook": greenbook,
    "sipri": sipri,
}
