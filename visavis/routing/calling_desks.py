"""What a brand can count on for calls, read off the policy's picture."""

from uuid import UUID

from visavis.callbacks import Desk
from visavis.routing.brands_now import BrandNow
from visavis.routing.models import Capacity
from visavis.routing.picture import Picture


def desk_for_calls(
    picture: Picture, brand: BrandNow, seats: Capacity, locale: str | None, conversation_id: UUID | None
) -> Desk:
    """Give the desk of a brand in this language; who asks in a conversation is not behind their own message."""
    state = picture.state
    line = state.line((str(brand.id), "", locale or brand.locale))
    return Desk(
        brand_id=brand.id,
        hours=brand.hours,
        offered=brand.callbacks,
        agents=len(line.agents),
        hands=len(line.free & line.empty),
        free=seats.free,
        places=seats.places,
        waiting=seats.waiting - any(id == str(conversation_id) for _, id in line.chats),
        usual=brand.usual,
        house=len(state.present),
        house_usual=brand.house_usual,
        busy=state.forecast,
        owed=picture.owed.get(str(brand.id), ()),
    )
