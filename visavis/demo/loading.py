"""Loading the demo: every step of the plan is an act, done in someone's name at its own time."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from visavis import brands, promises, routing, staff
from visavis.brands import Brand, NewBrand
from visavis.demo.catalogue import SHELVES
from visavis.demo.hours import AROUND_THE_CLOCK, opening_hours
from visavis.demo.moments import remember_moments, set_up_moments
from visavis.demo.people import PASSWORD, STAFF, TEAMS
from visavis.demo.performing import PastSession, Performance, Troupe
from visavis.demo.planning import DAYS, SEED, plan
from visavis.demo.scripts import TeamKey
from visavis.demo.subjects import set_up_subjects
from visavis.demo.telephoning import let_one_wait, telephone
from visavis.kit.database import Session
from visavis.kit.house import House
from visavis.routing import PresenceChanges
from visavis.staff import NewAgent, NewTeam

BRANDS = (
    NewBrand(
        slug="maison-lumen",
        name=SHELVES["maison-lumen"].name,
        locale="fr",
        accent="#0e6b75",
        greeting="Une question de lumière ? Posez-la à quelqu'un qui s'y connaît.",
        callbacks=True,
    ),
    NewBrand(
        slug="atelier-brume",
        name=SHELVES["atelier-brume"].name,
        locale="fr",
        accent="#8a4b2f",
        greeting="Bonjour ! Linge, tailles, entretien ou commande : écrivez-nous, quelqu'un vous lit.",
        callbacks=True,
        routing="by_hand",
    ),
)

PLACES = 10


class Accounts(msgspec.Struct, frozen=True):
    """Who may sign in to the demo: addresses, and the one password of all."""

    emails: tuple[str, ...]
    password: str


ACCOUNTS = Accounts(tuple(colleague.email for colleague in STAFF), PASSWORD)


async def load(house: House, *, now: datetime, progress: Callable[[str], None], seed: int = SEED) -> Accounts:
    """Load the demo into a house that has no brand yet; one that has is left as it is.

    All of it is one transaction: a load that is cut short leaves nothing behind.
    """
    # As the system, which alone may create brands; each act still asks whether its actor may do it.
    async with house.database.system() as session:
        if await brands.all_brands(session):
            return ACCOUNTS
        past = PastSession(await session.begin(), now - timedelta(days=DAYS + 30))
        progress("two brands and a team of six are moving in")
        troupe = await _move_in(past, house, now)
        plays = plan(now, seed)
        chance = random.Random(seed)
        for number, play in enumerate(plays, start=1):
            await Performance(past, house, troupe, play, chance).run()
            if number % 100 == 0 or number == len(plays):
                progress(f"{number} of {len(plays)} conversations have been written")
        await telephone(past, troupe, chance)
        past.at = now
        for brand in troupe.brands.values():
            await remember_moments(past, brand.id)
        first = troupe.brands[BRANDS[0].slug]
        hours = await brands.save_hours(past, first.id, AROUND_THE_CLOCK, replaces=1, by=None)
        await let_one_wait(past, first, hours, chance)
        await past.flush()
        await promises.break_overdue(past, now)
    return ACCOUNTS


async def _move_in(session: Session, house: House, now: datetime) -> Troupe:
    made: dict[str, Brand] = {}
    hours = {new.slug: opening_hours(new.slug, now) for new in BRANDS}
    secrets: dict[str, bytes] = {}
    for new in BRANDS:
        brand = await brands.create(session, house.keys, new)
        made[brand.slug] = brand
        await brands.save_hours(session, brand.id, hours[brand.slug], replaces=0, by=None)
        await set_up_moments(session, brand.id)
        secrets[brand.slug] = await brands.identity_secret(session, house.keys, brand.id)
    teams: dict[TeamKey, UUID] = {
        key: (await staff.create_team(session, NewTeam(name=name))).id for key, name in TEAMS.items()
    }
    for brand in made.values():
        await set_up_subjects(session, brand.slug, brand.id, teams)
    agents: dict[str, staff.AgentActor] = {}
    for colleague in STAFF:
        new_agent = NewAgent(
            name=colleague.name,
            email=colleague.email,
            role=colleague.role,
            password=PASSWORD,
            locale=colleague.locale,
            brand_ids=[made[slug].id for slug in colleague.brands],
            # Who tries the demo alone is there for everybody, whatever they write about.
            team_ids=[teams[key] for key in (TEAMS if colleague.role == "owner" else colleague.teams)],
        )
        agent = await staff.create_agent(session, None, new_agent)
        actor = await staff.load_actor(session, agent.id, None)
        assert actor is not None, "just created"
        agents[colleague.name] = actor
        # Who tries the demo alone has everybody's work: with fewer places nothing could be promised live.
        await routing.change(session, actor, PresenceChanges(places=PLACES))
    return Troupe(now=now, brands=made, hours=hours, secrets=secrets, teams=teams, agents=agents)
