"""Does a confidence say how often an answer is right? Pure."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefqa.evaluate.measures import mean

BINS = 10  # Guo et al. take 15, over sets of thousands; ours are of some dozens
_Z = 1.959964  # of the standard normal distribution: 95 % lie within


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """The answers given with a confidence in [low, high) (the last bin includes 1).

    `confidence` is their mean confidence, `right` the share of them that is right.
    """

    low: float
    high: float
    count: int
    confidence: float
    right: float

    @property
    def likely(self) -> tuple[float, float]:
        """Between what shares the true one likely lies: see `share_interval`."""
        return share_interval(self.right, self.count)


def reliability_bins(
    answers: Iterable[tuple[float, bool]], *, count: int = BINS
) -> tuple[ReliabilityBin, ...]:
    """Sort answers, each a confidence in [0, 1] and whether it is right, into bins of equal width.

    Bins without an answer are left out.

    Guo et al. (see `expected_calibration_error`) close their bins at the upper end. These are
    closed at the lower one, since a confidence of exactly one half is an answer, not a refusal.
    """
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, is_right in answers:
        index = min(int(confidence * count), count - 1)
        bins.setdefault(index, []).append((confidence, is_right))
    return tuple(
        ReliabilityBin(
            low=index / count,
            high=(index + 1) / count,
            count=len(members),
            confidence=mean(confidence for confidence, _ in members) or 0.0,
            right=mean(is_right for _, is_right in members) or 0.0,
        )
        for index, members in sorted(bins.items())
    )


def expected_calibration_error(bins: Sequence[ReliabilityBin]) -> float | None:
    """Return how far confidence and share right lie apart, in [0, 1]; lower is better.

    The mean over bins of |share right - mean confidence|, weighted by their answers; None of no
    answers. ECE, equation 3 of Guo et al. 2017, "On Calibration of Modern Neural Networks",
    https://arxiv.org/abs/1706.04599. It is never below zero, so chance alone lifts it where bins
    are small: ten answers of a true 90 % are 7 points off on average.
    """
    total = sum(item.count for item in bins)
    if not total:
        return None
    return math.fsum(item.count * abs(item.right - item.confidence) for item in bins) / total


def share_interval(share: float, count: int) -> tuple[float, float]:
    """Return the bounds that hold the true share in 95 of 100 samples of `count` (1 or more).

    The score interval of Wilson 1927, "Probable Inference, the Law of Succession, and Statistical
    Inference", https://doi.org/10.1080/01621459.1927.10502953: within [0, 1] even for few.

    >>> tuple(round(bound, 3) for bound in share_interval(0.5, 10))
    (0.237, 0.763)
    """
    spread = _Z * _Z / count
    centre = (share + spread / 2) / (1 + spread)
    reach = math.sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread)
    return max(0.0, centre - reach), min(1.0, centre + reach)
