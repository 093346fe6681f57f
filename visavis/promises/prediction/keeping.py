"""The delay of one customer, from what is ahead of them now.

With j ahead and every server busy, the delay is a sum of j + 1 exponential steps of rates n mu + i theta,
so that exp(-theta V) follows Beta(n mu / theta, j + 1). Sources: Whitt, "Predicting queueing delays",
Management Science 45(6), 1999; the closed form by summing that Beta's tail term by term.
"""

import math
from functools import partial

FOUND = 0.05  # seconds: how closely a percentile is looked for


def keep_probability(ahead: int, rate: float, impatience: float, within: float) -> float:
    """Give P(delay <= within) for one who finds so many ahead and all servers busy.

    `rate` is n mu, the servers' joint rate per second; `impatience` is theta per second, 0 if nobody leaves.
    """
    if within <= 0 or rate <= 0:
        return 0.0
    return max(0.0, 1.0 - _tail(ahead, rate, impatience, within))


def served_probability(ahead: int, rate: float, impatience: float, within: float) -> float:
    """Give P(served within so many seconds) for one who is as impatient as those ahead; rates per second."""
    if impatience <= 0:
        return keep_probability(ahead, rate, impatience, within)
    # Weighing the delay's density by exp(-theta v) turns Beta(c, j + 1) into Beta(c + 1, j + 1).
    share = rate / (rate + (ahead + 1) * impatience)
    return share * keep_probability(ahead, rate + impatience, impatience, within)


def mean_delay(ahead: int, rate: float, impatience: float) -> float:
    """Give the mean delay in seconds, counting that some ahead will leave (QLm); rates per second."""
    return math.fsum(1 / (rate + i * impatience) for i in range(ahead + 1))


def naive_delay(ahead: int, rate: float) -> float:
    """Give the mean delay in seconds if nobody ahead leaves (QL): too long by far in an impatient line."""
    return (ahead + 1) / rate


def delay_percentile(ahead: int, rate: float, impatience: float, share: float) -> float:
    """Give the delay in seconds that is kept with this probability: what may be announced.

    Announcing about the 90th percentile is near the best at every size: Jouini, Akşin and Dallery,
    "Call centers with delay information", M&SOM 13(4), 2011.
    """
    kept = partial(keep_probability, ahead, rate, impatience)
    low, high = 0.0, mean_delay(ahead, rate, impatience)
    while kept(high) < share:
        low, high = high, high * 2
    while high - low > FOUND:
        middle = (low + high) / 2
        low, high = (middle, high) if kept(middle) < share else (low, middle)
    return high


def _tail(ahead: int, rate: float, impatience: float, within: float) -> float:
    # In logarithms: with a thousand servers exp(-n mu X) is smaller than any float.
    log_term = -rate * within
    terms = [math.exp(log_term)]
    gone = -math.expm1(-impatience * within) / impatience if impatience > 0 else within
    for m in range(1, ahead + 1):
        # t_m / t_(m-1) = (c + m - 1)(1 - exp(-theta X)) / m with c = n mu / theta, multiplied out by theta
        # so that theta = 0 is its limit, the Gamma tail.
        log_term += math.log((rate + (m - 1) * impatience) * gone / m)
        terms.append(math.exp(log_term))
    return math.fsum(terms)
