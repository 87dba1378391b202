"""Train what weighs candidate claims (`judging.Weigher`): each number by itself, and a layer of units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
import torch.nn.functional as f
from torch import nn

from foedera.reading.judging import BIAS

# Units, passes, the fastest pace, what is forgotten at random, decay; so many are trained and taken together.
UNITS, PASSES, PACE, DROPPED, DECAY, TRIALS = 64, 20, 2e-3, 0.15, 0.02, 2
BATCH = 512
# A number counts as far as so many standard deviations from its mean.
WIDEST = 4.0
# What varies less is the same everywhere.
LEAST_SPREAD = 1e-4


class Learner(nn.Module):
    """What `judging.Weigher` does, with what is needed to learn it."""

    def __init__(self, many: int) -> None:
        super().__init__()
        self.alone, self.units, self.out = nn.Linear(many, 1), nn.Linear(many, UNITS), nn.Linear(UNITS, 1, bias=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The scores (log odds) of candidates, by what is known of each, in standard deviations."""
        joined = f.dropout(torch.relu(self.units(x)), DROPPED, self.training)
        return (self.alone(x) + self.out(joined))[:, 0]


def learn(x: np.ndarray, right: np.ndarray, counts: np.ndarray, names: Sequence[str], seed: int) -> dict[str, Any]:
    """Learn from candidates (rows of `x`), which are right and how much each counts: what `Weigher.of` takes."""
    middle, spread = x.mean(0), x.std(0)
    spread[spread < LEAST_SPREAD] = 1.0
    known = torch.from_numpy(np.clip((x - middle) / spread, -WIDEST, WIDEST).astype(np.float32))
    found = [_trained(known, torch.from_numpy(right), torch.from_numpy(counts), seed + n) for n in range(TRIALS)]
    alone = sum(w.alone.weight.detach().numpy()[0] for w in found) / TRIALS / spread
    units = np.concatenate([w.units.weight.detach().numpy() for w in found]).T / spread[:, None]
    shifts = np.concatenate([w.units.bias.detach().numpy() for w in found]) - middle @ units
    bias = sum(w.alone.bias.item() for w in found) / TRIALS - float(middle @ alone)
    out = np.concatenate([w.out.weight.detach().numpy()[0] for w in found]) / TRIALS
    reach = WIDEST * spread
    return {
        "range": {n: _short([m - r, m + r]) for n, m, r in zip(names, middle, reach, strict=True)},
        "weights": dict(zip(names, _short(alone), strict=True)) | {BIAS: bias},
        "units": {n: _short(row) for n, row in zip(names, units, strict=True)} | {BIAS: _short(shifts)},
        "out": _short(out),
    }


def _short(numbers: Sequence[float] | np.ndarray) -> list[float]:
    return [float(f"{n:.4g}") for n in numbers]


def _trained(x: torch.Tensor, right: torch.Tensor, counts: torch.Tensor, seed: int) -> Learner:
    torch.manual_seed(seed)
    weigher = Learner(x.shape[1])
    optimizer = torch.optim.AdamW(weigher.parameters(), lr=PACE, weight_decay=DECAY)
    steps = PASSES * (len(x) // BATCH + 1)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimizer, PACE, total_steps=steps)
    weigher.train()
    for _ in range(PASSES):
        for some in torch.randperm(len(x)).split(BATCH):
            loss = f.binary_cross_entropy_with_logits(weigher(x[some]), right[some], counts[some])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            pace.step()
    return weigher.eval()
