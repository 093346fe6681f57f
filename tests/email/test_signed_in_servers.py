"""Real servers are entered with a token: read, waited at and sent from, past its end and until it is taken back."""

import asyncio
import base64
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator

import msgspec
import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tests.cast import Cast
from tests.email.letters import arrives, became, mail
from tests.email.peers import Dovecot, dovecot_serving, until
from tests.email.postfix import Postfix, postfix
from tests.email.provider import Provider, provider
from tests.email.signed_in import as_it_is, grows_old, signs_in
from tests.email.test_fetching import fetching, kept_all, letter, mailbox_at
from visavis.channels.email import entering
from visavis.channels.email.delivering import Postman
from visavis.channels.email.fetching import opened
from visavis.channels.email.models import Mailbox, Server
from visavis.channels.email.oauth.models import Token
from visavis.channels.email.reaching import Failed


@pytest.fixture
async def theirs() -> AsyncGenerator[Provider]:
    """A provider."""
    async with provider() as made:
        yield made


@pytest.fixture
def asking(theirs: Provider) -> Iterator[Dovecot]:
    """A Dovecot that asks the provider whose a token is."""
    with dovecot_serving(theirs.url) as server:
        yield server


def _told(cast: Cast, mailbox: Mailbox, *wanted: str) -> Callable[[], Awaitable[bool]]:
    async def so() -> bool:
        now = (await as_it_is(cast, mailbox.id)).receiving
        return [now.state, now.code] == [*wanted]

    return so


async def test_an_inbox_is_read_with_a_token_and_no_password(
    cast: Cast, asking: Dovecot, theirs: Provider
) -> None:
    asking.arrives(letter(1))
    await signs_in(cast, await mailbox_at(cast, asking, ""), theirs)
    async with fetching(cast):
        await until(kept_all(cast, 1), "it is kept")


async def test_a_token_that_ends_while_one_waits_for_mail_loses_none(
    cast: Cast, asking: Dovecot, theirs: Provider
) -> None:
    mailbox = await signs_in(cast, await mailbox_at(cast, asking, ""), theirs)
    async with fetching(cast):
        await until(lambda: "IDLE" in asking.commands(), "the inbox is waited at")
        theirs.end_tokens()
        await grows_old(cast, mailbox.id)
        asking.arrives(letter(1))
        await until(kept_all(cast, 1), "what comes meanwhile is kept")
        asking.kick()
        asking.arrives(letter(2))
        await until(kept_all(cast, 2), "one comes back with the next token")
    assert theirs.refreshed == 1


async def test_an_owner_who_takes_the_leave_back_is_asked_to_sign_in_again_and_no_mail_is_lost(
    cast: Cast, asking: Dovecot, theirs: Provider
) -> None:
    mailbox = await signs_in(cast, await mailbox_at(cast, asking, ""), theirs)
    async with fetching(cast):
        await until(lambda: "IDLE" in asking.commands(), "the inbox is waited at")
        theirs.revoke()
        # As far as the house knows, the token is good still: it learns of it from the server.
        async with cast.house.database.system() as session:
            await session.execute("update mail_grant set received_at = received_at - interval '6 min'")
        asking.kick()
        asking.arrives(letter(1))
        await until(_told(cast, mailbox, "failed", "sign_in_needed"), "it is told")
        await signs_in(cast, mailbox, theirs)
        await until(kept_all(cast, 1), "what came meanwhile is kept")
        await until(_told(cast, mailbox, "ok", ""), "all is well")


async def test_a_token_that_the_server_does_not_take_is_refused_in_its_own_words(asking: Dovecot) -> None:
    server = Server(host="127.0.0.1", port=asking.imap, security="none", user=asking.user)
    with pytest.raises(Failed) as why:
        async with opened(server, Token("made up")):
            pass
    assert why.value.code == "signing_in_failed"
    assert "status" in why.value.said, "what it asked for before it refused is told"
    assert "made up" not in why.value.said


async def test_somebody_elses_token_opens_nothing(cast: Cast, asking: Dovecot, theirs: Provider) -> None:
    mailbox = await signs_in(cast, await mailbox_at(cast, asking, ""), theirs)
    secret = await entering.secret_of(cast.house, mailbox, "incoming")
    theirs.account = "other@lumen.example"
    with pytest.raises(Failed) as why:
        async with opened(mailbox.incoming, secret):
            pass
    assert why.value.code == "signing_in_failed"


async def test_mail_is_sent_through_postfix_with_a_token_and_waits_without(
    cast: Cast, asking: Dovecot, theirs: Provider
) -> None:
    with postfix(asking.lmtp, 9, asking.sasl) as relay:
        smtp = Server(host="127.0.0.1", port=relay.port, security="none")
        mailbox = await signs_in(cast, await mailbox_at(cast, asking, "", outgoing=smtp), theirs)
        assert mailbox.outgoing.user == asking.user
        letter = mail(sender="Marie <marie@lumen.example>", message_id="<two@lumen.example>")
        _, _, conversation_id = await became(cast, await arrives(cast, mailbox, letter))
        assert conversation_id is not None
        await cast.says(cast.lea, conversation_id, "Elle part demain.")
        assert await _sent(cast, relay) == [("sent", "")]
        theirs.end_tokens()
        async with cast.house.database.system() as session:
            await session.execute("update mail_grant set received_at = received_at - interval '6 min'")
        await cast.says(cast.lea, conversation_id, "Ou ce soir.")
        [_, (state, why)] = await _sent(cast, relay)
        assert state == "deferred", why
        async with cast.house.database.system() as session:
            await session.execute("update mail_out set send_at = now() where state = 'deferred'")
        assert [state for state, _ in await _sent(cast, relay)] == ["sent", "sent"], (
            "the next token did better"
        )


async def _sent(cast: Cast, relay: Postfix) -> list[tuple[str, str]]:
    await Postman(cast.house).go()
    async with cast.house.database.system() as session:
        found = await session.tuples("select state, why from mail_out order by message_id")
    assert found, relay.said()
    return [(state, why) for state, why in found]


async def test_an_inbox_that_asks_before_it_refuses_is_answered_with_nothing() -> None:
    answers = list[bytes]()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2] Gimap\r\n")
        while line := (await reader.readline()).split():
            if line[1] == b"CAPABILITY":
                writer.write(b"* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\n%s OK done\r\n" % line[0])
                continue
            writer.write(b"+ \r\n")
            answers.append(await reader.readline())
            writer.write(b"+ eyJzdGF0dXMiOiI0MDAifQ==\r\n")
            answers.append(await reader.readline())
            writer.write(b"%s NO [AUTHENTICATIONFAILED] Invalid credentials\r\n" % line[0])
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(Failed) as why:
            async with opened(Server(host="127.0.0.1", port=port, security="none", user="u"), Token("t")):
                pass
    assert [base64.b64decode(answer) for answer in answers] == [b"user=u\x01auth=Bearer t\x01\x01", b""]
    assert (why.value.code, '{"status":"400"}' in why.value.said) == ("signing_in_failed", True)


class _Asks:
    """A server for sending that takes tokens, and asks once more before it refuses, as Google's does."""

    def __init__(self, good: str) -> None:
        self.good, self.said = good, list[bytes]()

    async def auth_XOAUTH2(self, server: SMTP, arguments: list[str]) -> AuthResult:
        shown = base64.b64decode(arguments[1])
        self.said.append(shown)
        if self.good.encode() in shown:
            return AuthResult(success=True)
        more = await server.challenge_auth(b'{"status":"400"}')
        assert more == b""
        return AuthResult(success=False, handled=False)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return "250 OK"


async def test_a_server_that_asks_before_it_refuses_is_answered(
    cast: Cast, asking: Dovecot, theirs: Provider
) -> None:
    asks, loop = _Asks("none is good"), asyncio.get_running_loop()
    made = lambda: SMTP(asks, loop=loop, auth_require_tls=False, auth_exclude_mechanism=["LOGIN", "PLAIN"])  # noqa: E731
    server = await loop.create_server(made, "127.0.0.1", 0)
    async with server:
        smtp = Server(host="127.0.0.1", port=server.sockets[0].getsockname()[1], security="none")
        mailbox = await signs_in(cast, await mailbox_at(cast, asking, "", outgoing=smtp), theirs)
        _, _, conversation_id = await became(cast, await arrives(cast, mailbox, mail()))
        assert conversation_id is not None
        await cast.says(cast.lea, conversation_id, "Elle part demain.")
        await Postman(cast.house).go()
    now = await as_it_is(cast, mailbox.id)
    assert (now.sending.state, now.sending.code) == ("failed", "signing_in_failed")
    [shown] = set(asks.said)
    token = next(iter(theirs.tokens))
    assert shown == f"user={asking.user}\x01auth=Bearer {token}\x01\x01".encode()


async def test_a_token_is_not_shown_to_a_server_that_is_not_the_providers(
    cast: Cast, asking: Dovecot, theirs: Provider
) -> None:
    mailbox = await signs_in(cast, await mailbox_at(cast, asking, ""), theirs)
    del cast.house.authorities["google"]
    for host in ("127.0.0.1", "evil.example"):
        moved = msgspec.structs.replace(mailbox.incoming, host=host, security="tls")
        with pytest.raises(Failed) as why:
            await entering.secret_of(cast.house, msgspec.structs.replace(mailbox, incoming=moved), "incoming")
        assert why.value.code == "other_server"
