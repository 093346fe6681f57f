"""A house in which no table is empty."""

from datetime import timedelta
from uuid import uuid4

from tests.callbacks.office import desk, owed
from tests.security import mails
from tests.security.stage import Stage
from visavis import brands, callbacks, conversations, customers, inviting
from visavis.brands import BrandChanges
from visavis.callbacks import NewCallback
from visavis.conversations.models import Answer
from visavis.kit.database import Session


async def fill(stage: Stage) -> None:
    """Give both brands at least one row in each table."""
    for place in ("own", "other team", "other brand"):
        row = await stage.row(place, fresh=False)
        house = stage.running.app.house
        async with house.database.session(row.visitor.brand_ids) as session:
            await conversations.edit(session, row.visitor, message_id=row.message_id, body="corrigé")
    async with stage.running.app.house.database.system() as session:
        for brand in (stage.cast.lumen, stage.cast.brume):
            for visitor in (stage.cast.claire, stage.cast.nina):
                if visitor.brand_id == brand.id:
                    invitation = await stage.invitation(visitor)
                    await inviting.end(session, visitor, invitation_id=invitation, how="declined")
            await session.execute(
                "insert into used_claim (brand_id, jti, expires_at) values (%s, %s, now())", (brand.id, "j")
            )
            now = session.clock()
            soon = Answer(by=now + timedelta(hours=1), way="later", probability=None, hours_version=0)
            for ended in (False, True):
                visitor = (await customers.welcome(session, brand.id, "fr", None)).visitor
                begun, _ = await conversations.start(
                    session, visitor, body="Bonjour ?", client_id=uuid4(), answer=soon
                )
                if ended:
                    await conversations.resolve(session, visitor, conversation_id=begun.id)
            await session.execute(
                "insert into customer_presence (brand_id, customer_id, seen_at, here, lease_until)"
                " select b.id, u.id, now(), true, now() + interval '1 day' from brand b, customer u where b.id = %s limit 1",
                (brand.id,),
            )
            names = brands.NewSubjectNames(fr="Ma commande", en="My order")
            await brands.add_subject(session, brand.id, brands.NewSubject(names=names))
            await brands.save_hours(session, brand.id, brands.ALWAYS, replaces=0, by=None)
            await _call(session, stage, brand)
            await mails.fill(session, brand)


async def _call(session: Session, stage: Stage, brand: brands.Brand) -> None:
    """A customer asks to be called, and is not reached; the brand then calls nobody any more."""
    await brands.edit(session, brand.id, BrandChanges(callbacks=True))
    visitor = (await customers.welcome(session, brand.id, "fr", None)).visitor
    asked = NewCallback(client_id=uuid4(), phone="01 99 00 11 22", words="Oui, appelez-moi.")
    begun = await callbacks.book(
        session, visitor, asked=asked, desk=desk(brand_id=brand.id), address_hash=b"hash"
    )
    for _ in range(2):
        await callbacks.not_reached(
            session, stage.agents["ana"], conversation_id=begun.id, callback_id=owed(begun).id
        )
    await brands.edit(session, brand.id, BrandChanges(callbacks=False))
