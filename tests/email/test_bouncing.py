"""What a server of others refuses comes back as a report in the inbox, and is seen on the message it is about."""

from tests.cast import Cast
from tests.email.letters import arrives, became, mail
from tests.email.peers import Dovecot, dovecot, until
from tests.email.postfix import postfix
from tests.email.test_delivering import Peer, peer
from tests.email.test_fetching import fetching, mailbox_at, placed
from visavis.channels.email.delivering import Postman
from visavis.channels.email.models import Server

__all__ = ["dovecot", "peer"]


async def test_a_mail_that_a_peer_refuses_is_seen_to_have_failed(
    cast: Cast, dovecot: Dovecot, peer: tuple[Peer, Server]
) -> None:
    refusing, smtp = peer
    refusing.answers = ["550 5.1.1 no such user here"]
    with postfix(dovecot.lmtp, smtp.port) as between:
        between_us = Server(host="127.0.0.1", port=between.port, security="none")
        mailbox = await mailbox_at(cast, dovecot, outgoing=between_us, acknowledges=False)
        _, _, conversation_id = await became(cast, await arrives(cast, mailbox, mail()))
        assert conversation_id is not None
        await cast.says(cast.lea, conversation_id, "Elle part demain.")
        async with fetching(cast):
            assert await Postman(cast.house).go() == 1

            async def reported() -> bool:
                await placed(cast)
                async with cast.house.database.system() as session:
                    return await session.tuple("select from mail_in where why = 'bounce'") is not None

            await until(reported, "the report came back")
    _, [*_, answer, noted] = await cast.reads(cast.lea, conversation_id)
    assert answer.mail is not None
    assert (answer.mail.state, noted.entry and noted.entry.what) == ("bounced", "mail_failed")
    assert "no such user here" in answer.mail.why
