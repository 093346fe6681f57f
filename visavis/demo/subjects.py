"""What customers of the demo's brands may say that they write about."""

from collections.abc import Mapping
from uuid import UUID

from visavis import brands
from visavis.brands import NewSubject, NewSubjectNames
from visavis.demo.scripts import TeamKey
from visavis.kit.database import Session

SUBJECTS: dict[str, tuple[tuple[str, str, TeamKey], ...]] = {
    "maison-lumen": (
        ("Ma commande", "My order", "orders"),
        ("Choisir un luminaire", "Choosing a lamp", "advice"),
        ("Un retour ou une panne", "A return or a fault", "orders"),
    ),
    "atelier-brume": (
        ("Ma commande", "My order", "orders"),
        ("Tailles et entretien", "Sizes and care", "advice"),
        ("Un retour ou un échange", "A return or an exchange", "orders"),
    ),
}


async def set_up_subjects(session: Session, slug: str, brand_id: UUID, teams: Mapping[TeamKey, UUID]) -> None:
    """Give a brand its subjects, in order, each to the team that knows about it."""
    for fr, en, team in SUBJECTS[slug]:
        names = NewSubjectNames(fr=fr, en=en)
        await brands.add_subject(session, brand_id, NewSubject(names=names, team_id=teams[team]))
