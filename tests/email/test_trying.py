"""Whoever sets a mailbox up learns at once whether it works, and what is wrong by a name that can be explained."""

import subprocess
from typing import Any

import msgspec
import pytest

from tests.cast import Running
from tests.email.peers import PASSWORD, Dovecot, dovecot, until
from tests.email.test_delivering import Peer, peer
from visavis.channels.email.models import Server

__all__ = ["dovecot", "peer"]

NOBODY = Server(host="127.0.0.1", port=9, security="none", user="bonjour@lumen.example")


def _inbox(server: Dovecot, **other: Any) -> Server:
    imap = Server(host="127.0.0.1", port=server.imap, security="none", user=server.user)
    return msgspec.structs.replace(imap, **other)


async def _tries(running: Running, incoming: Server, outgoing: Server, password: str = PASSWORD) -> Any:
    said = {
        "brand_id": str(running.cast.lumen.id),
        "address": "bonjour@lumen.example",
        "incoming": msgspec.to_builtins(incoming),
        "outgoing": msgspec.to_builtins(outgoing),
        "incoming_password": password,
    }
    async with running.as_agent("ana") as ana:
        added = await ana.post("/api/v1/mailboxes", json=said)
        assert added.status_code == 201, added.text
        answer = await ana.post(f"/api/v1/mailboxes/{added.json()['id']}/test")
        assert answer.status_code == 200, answer.text
        return answer.json()


async def test_a_mailbox_that_works_says_so_and_has_written_to_itself(
    running: Running, dovecot: Dovecot, peer: tuple[Peer, Server]
) -> None:
    dovecot.arrives(b"Subject: one\r\n\r\n", b"Subject: two\r\n\r\n")
    taking, smtp = peer
    tried = await _tries(running, _inbox(dovecot), smtp)
    well = {"ok": True, "code": "", "said": ""}
    sent_id = tried.pop("sent")
    assert tried == {"incoming": well, "outgoing": well, "mails": 2}
    assert taking.to == [["bonjour@lumen.example"]]
    [sent] = taking.took
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["From"] == sent["To"] == "bonjour@lumen.example"
    assert "essayer l'adresse" in sent.get_content()
    async with running.as_agent("ana") as ana:
        [mailbox] = (await ana.get("/api/v1/mailboxes")).json()["items"]
        path = f"/api/v1/mailboxes/{mailbox['id']}/test/{sent_id}"
        assert (await ana.get(path)).json() == {"came_at": None}
        dovecot.arrives(bytes(sent))

        async def came() -> bool:
            return (await ana.get(path)).json()["came_at"] is not None

        await until(came, "it has come back")
        assert (await ana.get(f"{path[:-1]}{'0' if path[-1] != '0' else '1'}")).json() == {"came_at": None}


async def test_a_wrong_password_is_called_that(running: Running, dovecot: Dovecot) -> None:
    tried = await _tries(running, _inbox(dovecot), NOBODY, password="other")
    assert (tried["incoming"]["ok"], tried["incoming"]["code"]) == (False, "signing_in_failed")
    assert (tried["outgoing"]["ok"], tried["outgoing"]["code"]) == (False, "no_connection")
    assert tried["mails"] is None
    assert "other" not in str(tried)


async def test_a_server_for_sending_that_takes_no_password_is_told_apart_from_one_that_takes_no_mail(
    running: Running, peer: tuple[Peer, Server]
) -> None:
    taking, smtp = peer
    tried = await _tries(running, NOBODY, msgspec.structs.replace(smtp, user="bonjour@lumen.example"))
    assert tried["outgoing"]["code"] == "signing_in_failed"
    async with running.as_agent("ana") as ana:
        [mailbox] = (await ana.get("/api/v1/mailboxes")).json()["items"]
        await ana.patch(f"/api/v1/mailboxes/{mailbox['id']}", json={"outgoing": msgspec.to_builtins(smtp)})
        taking.answers = ["550 5.7.1 not from you"]
        tried = (await ana.post(f"/api/v1/mailboxes/{mailbox['id']}/test")).json()
    assert tried["outgoing"]["code"] == "mail_refused"
    assert "not from you" in tried["outgoing"]["said"]


@pytest.mark.parametrize(
    ("host", "security", "code"),
    [
        ("93.184.215.14", "none", "encryption_needed"),
        ("nowhere.invalid", "none", "host_unknown"),
        ("nowhere.invalid", "tls", "host_unknown"),
        ("127.0.0.1", "starttls", "no_connection"),
    ],
)
async def test_a_password_never_goes_unencrypted_over_the_internet(
    running: Running, host: str, security: str, code: str
) -> None:
    server = msgspec.structs.replace(NOBODY, host=host, security=security)
    tried = await _tries(running, server, server)
    assert [tried["incoming"]["code"], tried["outgoing"]["code"]] == [code, code]


async def test_a_certificate_is_looked_at(
    running: Running, dovecot: Dovecot, peer: tuple[Peer, Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    _certify(dovecot)
    _, smtp = peer
    encrypted = _inbox(dovecot, port=dovecot.imaps, security="tls")
    assert (await _tries(running, encrypted, smtp))["incoming"]["code"] == "certificate_invalid"
    async with running.as_agent("ana") as ana:
        [mailbox] = (await ana.get("/api/v1/mailboxes")).json()["items"]
        path = f"/api/v1/mailboxes/{mailbox['id']}"
        starting = msgspec.to_builtins(_inbox(dovecot, security="starttls"))
        await ana.patch(path, json={"incoming": starting})
        assert (await ana.post(f"{path}/test")).json()["incoming"]["code"] == "certificate_invalid"
        await ana.patch(path, json={"incoming": starting | {"security": "tls"}})
        assert (await ana.post(f"{path}/test")).json()["incoming"]["code"] == "encryption_failed"
        # A house with an authority of its own names it to the server.
        monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.run / "cert.pem"))
        for server in (starting, msgspec.to_builtins(encrypted)):
            await ana.patch(path, json={"incoming": server})
            assert (await ana.post(f"{path}/test")).json()["incoming"]["ok"]


async def test_a_mailbox_is_not_tried_over_and_over(running: Running) -> None:
    await _tries(running, NOBODY, NOBODY)
    async with running.as_agent("ana") as ana:
        [mailbox] = (await ana.get("/api/v1/mailboxes")).json()["items"]
        path = f"/api/v1/mailboxes/{mailbox['id']}/test"
        codes = [(await ana.post(path)).status_code for _ in range(40)]
    assert 429 in codes


def _certify(server: Dovecot) -> None:
    server.stop()
    subprocess.run(
        [
            *(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
            ),
            *("-keyout", str(server.run / "key.pem"), "-out", str(server.run / "cert.pem"), "-days", "2"),
            *("-subj", "/CN=mail.lumen.example", "-addext", "subjectAltName=IP:127.0.0.1"),
        ],
        check=True,
        capture_output=True,
    )
    server.start()
