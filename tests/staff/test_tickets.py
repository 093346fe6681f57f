"""Tickets to the live socket."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.staff.office import Clock, Office
from visavis import staff
from visavis.kit.crypto import Keys
from visavis.kit.ids import uuid7
from visavis.staff import AgentActor, BadTicket

KEYS = Keys(b"k" * 32)
NOW = Clock().now
LEA = AgentActor(
    id=uuid7(), name="Lea", role="agent", locale="fr", brand_ids=(), team_ids=(), session_id=uuid7()
)
TICKET = staff.make_ticket(KEYS, LEA, NOW)


async def test_leas_ticket_names_her_session_for_half_a_minute(office: Office, clock: Clock) -> None:
    lea = await office.browser("lea")
    session_id = (await lea.call("GET", "/sessions")).json()[0]["id"]
    ticket = (await lea.call("POST", "/live/ticket")).json()["ticket"]
    agent_id, bound = staff.read_ticket(office.keys, ticket, clock.now + timedelta(seconds=29))
    assert (agent_id, str(bound)) == (office.people["lea"], session_id)
    with pytest.raises(BadTicket):
        staff.read_ticket(office.keys, ticket, clock.now + timedelta(seconds=30))


async def test_a_ticket_got_before_signing_out_opens_nothing_after(office: Office, clock: Clock) -> None:
    lea = await office.browser("lea")
    ticket = (await lea.call("POST", "/live/ticket")).json()["ticket"]
    _, session_id = staff.read_ticket(office.keys, ticket, clock.now)
    assert session_id
    async with office.database.system() as session:
        assert await staff.session_alive(session, session_id)
    await lea.call("DELETE", "/session")
    async with office.database.system() as session:
        assert not await staff.session_alive(session, session_id)


async def test_another_site_cannot_get_a_ticket(office: Office) -> None:
    lea = await office.browser("lea")
    answer = await lea.call("POST", "/live/ticket", Origin="https://evil.example")
    assert answer.json()["code"] == "foreign_origin"


def test_the_ticket_of_a_key_names_no_session() -> None:
    program = msgspec.structs.replace(LEA, session_id=None)
    assert staff.read_ticket(KEYS, staff.make_ticket(KEYS, program, NOW), NOW) == (LEA.id, None)


@given(st.integers(0, len(TICKET) - 1), st.characters())
def test_a_ticket_with_one_letter_changed_is_no_ticket(place: int, letter: str) -> None:
    forged = TICKET[:place] + letter + TICKET[place + 1 :]
    if forged != TICKET:
        with pytest.raises(BadTicket):
            staff.read_ticket(KEYS, forged, NOW)


@given(st.text())
def test_any_other_text_is_no_ticket(text: str) -> None:
    with pytest.raises(BadTicket):
        staff.read_ticket(KEYS, text, NOW)


def test_a_ticket_of_another_installation_or_for_another_purpose_is_no_ticket() -> None:
    with pytest.raises(BadTicket):
        staff.read_ticket(Keys(b"o" * 32), TICKET, NOW)
