"""Killed before or after any of its deeds, the house loses no mail, and doubles none."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

import pytest

from tests.cast import Cast
from tests.email.letters import arrives, became, mail
from tests.email.peer import Peer, peer
from tests.email.peers import Dovecot, dovecot, until
from tests.email.test_fetching import mailbox_at
from visavis.config import Settings

__all__ = ["dovecot"]

LIVES = 1_000_000  # deeds of a process that is not to die
AT_ONCE = 5  # moments of death that one test tries
EVERY = int(os.environ.get("VISAVIS_EVERY_MOMENT", "4"))  # 1 tries them all
MOMENTS = 61  # more than there are deeds in a mail that comes and an answer that goes


@dataclass
class House:
    """A house whose workers are told when to die."""

    workers: Process
    alive: list[int] = field(default_factory=list)

    async def work(self, deeds: int = LIVES) -> int:
        """Have a worker begin that dies at this deed; its process."""
        assert self.workers.stdin
        assert self.workers.stdout
        self.workers.stdin.write(f"{deeds}\n".encode())
        worker = int(await self.workers.stdout.readline())
        self.alive.append(worker)
        return worker

    def lives(self, worker: int) -> bool:
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            return False
        return True

    def kill(self, worker: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)


@pytest.fixture
async def house(cast: Cast, settings: Settings) -> AsyncIterator[House]:
    environment = os.environ | {
        "VISAVIS_DATABASE_URL": cast.house.database.url,
        "VISAVIS_DATA": str(settings.data),
        "VISAVIS_SECRET_KEY": settings.secret_key,
    }
    workers = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.email.mortal", stdin=PIPE, stdout=PIPE, env=environment
    )
    house = House(workers)
    try:
        yield house
    finally:
        for worker in house.alive:
            house.kill(worker)
        workers.kill()
        await workers.wait()


async def _settled(cast: Cast, number: int, answer: UUID) -> bool:
    """Tell whether a mail has its place and its acknowledgement, and an answer is sent."""
    async with cast.house.database.system() as session:
        found = await session.tuple(
            """
            select 1 from mail_in i join mail_ack a on a.mail_in_id = i.id, mailbox x, mail_out o
            where i.source_key like %s and i.state = 'placed' and a.state = 'sent' and x.last_uid = %s
              and o.message_id = %s and o.state = 'sent'
            """,
            (f"%:{number}", number, answer),
        )
    return found is not None


@pytest.mark.parametrize("first", range(1, MOMENTS, AT_ONCE * EVERY))
async def test_a_mail_that_comes_and_an_answer_that_goes_survive_a_death_at_any_moment(
    cast: Cast, dovecot: Dovecot, house: House, first: int
) -> None:
    async with peer() as (taking, server):
        mailbox = await mailbox_at(cast, dovecot, outgoing=server)
        _, _, conversation_id = await became(cast, await arrives(cast, mailbox, mail()))
        assert conversation_id is not None
        answers, deaths = dict[str, str](), 0
        for number in range(1, AT_ONCE + 1):
            said = await cast.says(cast.lea, conversation_id, f"Réponse {number}.")
            answers[str(said.id)] = said.body
            dovecot.arrives(_letter(number))
            worker = await house.work(first + (number - 1) * EVERY)

            async def over(number: int = number, worker: int = worker, said: UUID = said.id) -> bool:
                return not house.lives(worker) or await _settled(cast, number, said)

            await until(over, "it died, or all was done")
            if not house.lives(worker):
                deaths += 1
                worker = await house.work()
                await until(lambda number=number, said=said.id: _settled(cast, number, said), "all is done")
            house.kill(worker)
        await _nothing_is_lost_or_doubled(cast, taking, answers, deaths)
    assert deaths == AT_ONCE or first > 1, "a mail and an answer are more deeds than that"


def _letter(number: int) -> bytes:
    # Of a domain each: a domain that proves nothing has only so many acknowledgements.
    who = f"client{number}@maison{number}.example"
    return bytes(
        mail(f"Question {number} ?\n", sender=who, message_id=f"<{number}@q>", subject=f"N° {number}")
    )


async def _nothing_is_lost_or_doubled(cast: Cast, taking: Peer, answers: dict[str, str], deaths: int) -> None:
    async with cast.house.database.system() as session:
        asked = await session.tuples(
            "select title, count(*) from conversation c join message m on m.conversation_id = c.id "
            "where title like 'N° %%' and m.kind = 'message' group by title"
        )
        doubled = await session.tuple(
            "select count(*) from mail_in where state <> 'placed' or conversation_id is null"
        )
    assert sorted(asked) == sorted((f"N° {number}", 1) for number in range(1, AT_ONCE + 1))
    assert doubled == (0,)
    came = Counter(str(letter["Message-ID"]) for letter in taking.took)
    told = [letter for letter in taking.took if letter["Auto-Submitted"]]
    said = [letter for letter in taking.took if not letter["Auto-Submitted"]]
    assert {letter["In-Reply-To"] for letter in told} >= {f"<{n}@q>" for n in range(1, AT_ONCE + 1)}
    for number, body in enumerate(answers.values(), start=1):
        ours = {
            str(letter["Message-ID"])
            for letter in said
            if body in (letter.get_body(("plain",)) or letter).get_content().partition("\n\n")[0]
        }
        assert len(ours) == 1, f"answer {number} went out under one name"
    # Who dies between handing a mail over and writing that down hands it over again, under its old name.
    assert sum(came.values()) - len(came) <= 2 * deaths
