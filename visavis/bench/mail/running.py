"""The bench: a fresh house takes in every mail of the corpora, one after the other, and is then asked what it knows."""

import asyncio
import math
import os
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import msgspec

from visavis import brands, config, migrating
from visavis.app import build_house
from visavis.bench.mail.finding import Case, mails_of
from visavis.bench.mail.fuzzing import broken
from visavis.bench.mail.hostile import judge_hostile
from visavis.bench.mail.replies import judge_replies
from visavis.bench.mail.scoring import judge, judge_parts
from visavis.bench.stage import SECRET_KEY, fresh_stage
from visavis.brands import NewBrand
from visavis.channels.email import mailboxes
from visavis.channels.email.keeping import keep
from visavis.channels.email.models import Mailbox, Server
from visavis.channels.email.placing import TRIES, place
from visavis.channels.email.reader import LARGEST, Reader, Unreadable
from visavis.channels.email.schemas import NewMailbox
from visavis.kit.house import House
from visavis.kit.postgres import Embedded

CORPORA = Path("../shared/corpora")
NOWHERE = Server(host="127.0.0.1", port=9, security="none")
LIMITS = ("too_large", "too_much_memory", "took_too_long")
PLACED = ("placed", "duplicate", "set_aside")
Tell = Callable[[str], None]


class Options(msgspec.Struct, frozen=True):
    """Which mails: the corpora, or one folder; with `fuzz`, so many made of them and broken by this seed;
    `hostile` ones are made here.
    """

    folder: Path | None = None
    corpora: Path | None = None
    fuzz: int = 0
    seed: int = 1
    hostile: bool = False


def run(options: Options, tell: Tell) -> tuple[dict[str, object], bool]:
    """Take the mails in and give the figures; passed when none was lost and none crashed the reader."""
    if options.hostile:
        read = asyncio.run(judge_hostile(tell))
        return {"hostile": read}, not any(
            str(one["ended"]).startswith("quarantined") for one in read.values()
        )
    corpora = options.corpora or Path(os.environ.get("VISAVIS_CORPORA", CORPORA))
    folders = [options.folder] if options.folder else sorted((corpora / "mail").glob("*/"))
    if missing := [folder for folder in folders if not folder.is_dir()]:
        raise config.BadSetting(f"{missing[0]} is no folder.")
    if not folders:
        raise config.BadSetting(f"There are no mails in {corpora}; name a folder with --folder.")
    cases = [case for folder in folders for case in mails_of(folder)]
    with fresh_stage() as stage:
        tell("starting on a fresh database")
        settings = config.read({"VISAVIS_DATA": str(stage.data), "VISAVIS_SECRET_KEY": SECRET_KEY})
        embedded = Embedded(settings.data)
        try:
            url = embedded.start()
            migrating.migrate(url, lambda _: None)
            found = asyncio.run(_take_in(settings, url, cases, options, tell))
        finally:
            embedded.stop()
    replies = corpora / "replies" / "cases.jsonl"
    if options.folder is None and not options.fuzz and replies.is_file():
        found["replies"] = judge_replies(replies)
    return found, found["lost"] == 0 and found["crashed"] == 0


async def _take_in(
    settings: config.Settings, url: str, cases: list[Case], options: Options, tell: Tell
) -> dict[str, object]:
    house, reader = build_house(settings, url), Reader()
    await house.database.open()
    try:
        mailbox = await _mailbox(house)
        raws = [case.raw() for case in cases]
        mails = broken(raws, options.fuzz, options.seed) if options.fuzz else iter(raws)
        tell(f"taking in {options.fuzz or len(cases)} mails")
        taken = [await _take(house, reader, mailbox, number, raw, tell) for number, raw in enumerate(mails)]
        found = await _counted(house, len(taken), math.fsum(taken))
        found["slowest_s"] = round(max(taken), 3)
        if options.fuzz:
            return found
        tell("asking what was understood")
        return found | {"corpora": await _judged(reader, cases)}
    finally:
        await reader.close()
        await house.database.close()


async def _take(house: House, reader: Reader, mailbox: Mailbox, number: int, raw: bytes, tell: Tell) -> float:
    """Keep and place a mail; give the seconds that this took, for which others would have waited."""
    began = time.perf_counter()
    mail_id = await keep(house.database, house.files, mailbox, raw, source="upload", source_key=f"{number}")
    for _ in range(TRIES):
        try:
            if mail_id is not None:
                await place(house, reader, mail_id)
            break
        except Exception as stumbled:  # what the house stumbles over is quarantined in the end, and counted
            tell(f"mail {number}: {stumbled!r}")
    return time.perf_counter() - began


async def _mailbox(house: House) -> Mailbox:
    async with house.database.system() as session:
        brand = await brands.create(
            session, house.keys, NewBrand(slug="bench", name="Bench", locale="fr", accent="#3b5bdb")
        )
        new = NewMailbox(brand_id=brand.id, address="desk@bench.invalid", incoming=NOWHERE, outgoing=NOWHERE)
        return await mailboxes.add(session, house.keys, new)


async def _counted(house: House, mails: int, seconds: float) -> dict[str, object]:
    async with house.database.system() as session:
        rows = await session.tuples("select state, why, count(*) from mail_in group by state, why")
    states: Counter[str] = Counter()
    crashed = 0
    for state, why, count in rows:
        states[state] += count
        crashed += count if state == "quarantined" and why not in LIMITS else 0
    parsed = sum(states[state] for state in PLACED)
    return {
        "mails": mails,
        "parsed": parsed,
        "quarantined": states["quarantined"],
        "crashed": crashed,
        "lost": mails - parsed - states["quarantined"],
        "mails_per_s": round(mails / seconds, 1),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, 1),
    }


async def _judged(reader: Reader, cases: list[Case]) -> dict[str, dict[str, object]]:
    """Say for each corpus how many of its cases were understood, and which field failed how often."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    wrong: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for case in cases:
        raw, count = case.raw(), counts[case.corpus]
        count["cases"] += 1
        try:
            mail = await reader.read(raw)
        except Unreadable:
            wrong[case.corpus]["unreadable"] += 1
            continue
        fields = judge(mail, case.expected) if case.expected else {}
        if len(raw) < LARGEST and (same := judge_parts(raw, case.path)) is not None:
            fields["parts"] = same
        count["ok"] += all(fields.values())
        if "kind" in fields:
            count["kind_ok"] += fields["kind"]
        wrong[case.corpus].update(name for name, right in fields.items() if not right)
    return {
        corpus: {**count, **({"wrong": dict(wrong[corpus])} if wrong[corpus] else {})}
        for corpus, count in counts.items()
    }
