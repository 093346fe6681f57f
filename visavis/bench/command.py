"""The command `visavis bench`: what it can do, and how it says what it found."""

import argparse
import json
import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from visavis import process


def main(argv: Sequence[str]) -> int:
    """Runs one benchmark and prints its figures; 1 when a drill found fault, 2 for a bad option."""
    options = _parser().parse_args(argv)
    process.prepare("visavis-bench")  # whoever ends it ends what it has started
    # Each loads the server's parts, which `--help` should not wait for.
    if options.bench == "chat":
        from visavis.bench import chat

        found, passed = chat.run(
            chat.Options(options.seconds, options.rate, options.conversations, options.idle), _tell
        )
    elif options.bench == "decide":
        from visavis.bench import deciding

        found, passed = deciding.run(
            deciding.Options(options.agents, options.waiting, options.events, options.seed)
        )
    elif options.bench == "promise":
        from visavis.bench import promise

        found, passed = promise.run(
            promise.Options(
                minutes=options.minutes,
                agents=options.agents,
                visitors=options.visitors,
                load=options.load,
                seed=options.seed,
                kill=options.kill,
                speed=options.speed,
                plant=options.plant,
            ),
            _tell,
        )
    elif options.bench == "mail":
        from visavis.bench import mail

        found, passed = mail.run(
            mail.Options(options.folder, options.corpora, options.fuzz, options.seed, options.hostile), _tell
        )
    else:
        from visavis.bench import crash

        found, passed = crash.run(
            crash.Options(options.kills, options.messages, options.seed, options.plant), _tell
        )
    if options.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        _show(found)
    return 0 if passed else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="visavis bench",
        description="Measures this machine, or tries to lose a message. docs/operate/benchmarks.md "
        "tells what each figure means.",
    )
    benches = parser.add_subparsers(dest="bench", required=True, metavar="bench")
    chat = benches.add_parser("chat", help="how many messages a second, how fast, and how much memory")
    chat.add_argument("--seconds", type=_whole(1, 3600), default=20, help="how long to measure (20)")
    chat.add_argument("--rate", type=_whole(0, 100_000), default=0, help="messages/s; 0, as fast as it goes")
    chat.add_argument("--conversations", type=_whole(1, 2000), default=64, help="talking at once (64)")
    chat.add_argument("--idle", type=_whole(0, 60_000), default=1000, help="idle widgets beside (1000)")
    crash = benches.add_parser("crash", help="kill server and PostgreSQL under load; is anything lost?")
    crash.add_argument("--kills", type=_whole(0, 10_000), default=40, help="how many kills (40)")
    crash.add_argument("--messages", type=_whole(100, 10_000_000), default=20_000, help="how many (20000)")
    crash.add_argument("--seed", type=_whole(0, 2**31), default=1, help="chooses moments and victims (1)")
    crash.add_argument(
        "--plant", choices=["ack-before-commit"], help="serve with this fault in it: the drill must find it"
    )
    decide = benches.add_parser("decide", help="how long the policy thinks in a large house")
    decide.add_argument("--agents", type=_whole(1, 100_000), default=1000, help="at work (1000)")
    decide.add_argument("--waiting", type=_whole(0, 1_000_000), default=10_000, help="in line (10000)")
    decide.add_argument("--events", type=_whole(100, 1_000_000), default=5000, help="measured (5000)")
    decide.add_argument("--seed", type=_whole(0, 2**31), default=1, help="makes the house (1)")
    promise = benches.add_parser(
        "promise", help="the simulation's customers at real speed; is a promise lost?"
    )
    promise.add_argument("--minutes", type=_whole(1, 240), default=15, help="of the trace (15)")
    promise.add_argument("--agents", type=_whole(2, 200), default=20, help="at work (20)")
    promise.add_argument("--visitors", type=_whole(0, 5000), default=200, help="open widgets, at least (200)")
    promise.add_argument("--load", type=_share(0.01, 3), default=1.0, help="work over the agents' time (1.0)")
    promise.add_argument("--seed", type=_whole(0, 2**31), default=1, help="chooses the customers (1)")
    promise.add_argument(
        "--kill", action=argparse.BooleanOptionalAction, default=True, help="the server, in the middle (yes)"
    )
    promise.add_argument("--speed", type=_whole(1, 20), default=1, help="people so many times as fast (1)")
    promise.add_argument(
        "--plant", choices=["push-blindly"], help="serve with this fault in it: the audit must find it"
    )
    mail = benches.add_parser("mail", help="other people's mails through the intake: is each understood?")
    mail.add_argument("--folder", type=Path, help="take the mails below this folder, and no others")
    mail.add_argument(
        "--corpora", type=Path, help="where the corpora are ($VISAVIS_CORPORA, ../shared/corpora)"
    )
    mail.add_argument("--fuzz", type=_whole(0, 1_000_000), default=0, help="so many, broken by chance (0)")
    mail.add_argument(
        "--hostile", action="store_true", help="mails made to hold the reader up, and no others"
    )
    mail.add_argument("--seed", type=_whole(0, 2**31), default=1, help="chooses what is broken (1)")
    for bench in (chat, crash, decide, promise, mail):
        bench.add_argument("--json", action="store_true", help="print the figures as JSON")
    return parser


class _whole:
    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def __call__(self, text: str) -> int:
        if not text.isascii() or not text.isdigit() or not self.least <= int(text) <= self.most:
            raise argparse.ArgumentTypeError(f"a whole number from {self.least} to {self.most} is needed")
        return int(text)


class _share:
    def __init__(self, least: float, most: float) -> None:
        self.least, self.most = least, most

    def __call__(self, text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not self.least <= number <= self.most:
            raise argparse.ArgumentTypeError(f"a number from {self.least:g} to {self.most:g} is needed")
        return number


def _show(found: Mapping[str, object]) -> None:
    for name, value in found.items():
        print(
            f"{name:22} {json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value}"
        )


def _tell(sentence: str) -> None:
    print(f"visavis bench: {sentence}", file=sys.stderr, flush=True)
