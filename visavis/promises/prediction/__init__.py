"""How long it will take, and how sure that is: formulas that need nothing but Python.

Times are in seconds and rates per second, unless a docstring says otherwise.
"""

from visavis.promises.prediction.concurrency import Desk, closed_queue, soft_cap
from visavis.promises.prediction.erlang import Queue, erlang_a, erlang_b, erlang_c, mean_wait, service_level
from visavis.promises.prediction.history import head_of_line, last_entered, refined_head_of_line
from visavis.promises.prediction.intervals import Interval, net_promoter, newcombe, of_days, paired, wilson
from visavis.promises.prediction.keeping import (
    delay_percentile,
    keep_probability,
    mean_delay,
    naive_delay,
    served_probability,
)
from visavis.promises.prediction.rates import Meter, Prior, impatience
from visavis.promises.prediction.staffing import Staffing, agents_needed, staffed
from visavis.promises.prediction.survival import fit_log_normal, happened_by, survival

__all__ = [
    "Desk",
    "Interval",
    "Meter",
    "Prior",
    "Queue",
    "Staffing",
    "agents_needed",
    "closed_queue",
    "delay_percentile",
    "erlang_a",
    "erlang_b",
    "erlang_c",
    "fit_log_normal",
    "happened_by",
    "head_of_line",
    "impatience",
    "keep_probability",
    "last_entered",
    "mean_delay",
    "mean_wait",
    "naive_delay",
    "net_promoter",
    "newcombe",
    "of_days",
    "paired",
    "refined_head_of_line",
    "served_probability",
    "service_level",
    "soft_cap",
    "staffed",
    "survival",
    "wilson",
]
