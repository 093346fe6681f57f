"""Providers bring mail over HTTP: it is kept before they are told so, once, and from nobody else."""

import asyncio
import json
from typing import Any
from urllib.parse import quote_plus, urlsplit

import httpx
import pytest

from tests.cast import Running
from tests.email.bringing import places
from tests.email.calling import RAW, SIGNING_KEY, Answers, code, hooked, outside, running, signed
from visavis.channels.email import mailboxes
from visavis.channels.email.hooks import mailgun
from visavis.channels.email.reading import read_mail
from visavis.channels.email.schemas import MailboxChanges

__all__ = ["outside", "running"]

PARTS: dict[str, Any] = {
    "From": "Claire Petit <claire@example.fr>",
    "To": "bonjour@lumen.example",
    "Subject": "Ma lampe",
    "Date": "Thu, 26 Nov 2026 08:00:00 +0100",
    "Headers": [{"Name": "Message-ID", "Value": "<one@example.fr>"}, {"Name": "Bad Name:", "Value": "x"}],
    "TextBody": "Elle clignote.",
    "HtmlBody": "<p>Elle <b>clignote</b>.</p>",
    "Attachments": [
        {"Name": "é\r\n.png", "ContentType": "image/png", "Content": "aGVsbG8=", "ContentID": "photo"},
        {"Name": "a.eml", "ContentType": "message/rfc822", "Content": "aGVsbG8="},
    ],
}


async def test_a_mail_that_postmark_brings_is_a_conversation_and_brought_again_is_there_once(
    running: Running,
) -> None:
    it = await hooked(running, "postmark")
    call = {"RawEmail": RAW.decode(), "OriginalRecipient": it.mailbox.address, "From": "claire@example.fr"}
    assert (await it.calls(call)).json() == {"kept": 1, "known": 0, "news": 0}
    assert (await it.calls(call)).json() == {"kept": 0, "known": 1, "news": 0}

    await places(it.cast)
    assert [row[:2] for row in await it.kept()] == [("postmark", "placed")]
    assert (await it.kept())[0][3] == RAW


async def test_a_call_from_anybody_else_is_refused_and_nothing_is_kept(running: Running) -> None:
    it = await hooked(running, "postmark")
    fenced = await hooked(running, "postmark", peers=["192.0.2.7", "198.51.100.0/24"])
    at = urlsplit(it.url)
    bare = f"http://x{at.path}"
    guessed = f"http://visavis:vvp_guess@x{at.path}"
    other = f"http://visavis:{urlsplit(fenced.url).password}@x{at.path}"
    for url in (bare, guessed, other):
        assert code(await it.calls({"RawEmail": "x"}, url=url)) == (403, "mail_hook_forbidden")
    assert code(await it.calls({"RawEmail": "x"}, url=bare, authorization="Basic ###")) == (
        403,
        "mail_hook_forbidden",
    )
    nowhere = f"http://visavis:{at.password}@x/api/v1/incoming-mail/vvh_guess/mime"
    assert code(await it.calls({"RawEmail": "x"}, url=nowhere)) == (404, "mail_hook_not_found")
    assert code(await fenced.calls({"RawEmail": "x"})) == (403, "mail_hook_forbidden")
    assert await it.kept() == []
    # What opens it is with nobody but the provider.
    async with running.cast.house.database.system() as session:
        rows = await session.tuples("select h::text from mail_hook h")
    assert at.password
    assert not any(part in row for (row,) in rows for part in (at.password, at.path.split("/")[-2]))


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"From": 3}', b"\xff\xfe", b"[" * 100_000])
async def test_what_is_no_call_of_this_provider_is_said_to_be_none(running: Running, body: bytes) -> None:
    it = await hooked(running, "postmark")
    answer = await it.calls(body)
    assert answer.status_code == 400
    assert answer.json()["code"] in ("mail_hook_malformed", "invalid_input")
    assert await it.kept() == []


async def test_what_could_not_be_kept_is_to_be_brought_again(running: Running) -> None:
    it = await hooked(running, "postmark")
    folder = running.cast.house.files.folder
    assert folder is not None
    folder.mkdir(parents=True, exist_ok=True)
    shut = folder / str(it.mailbox.brand_id)
    shut.write_bytes(b"no folder")
    call = {"RawEmail": RAW.decode()}
    assert (await it.calls(call)).status_code == 503
    assert await it.kept() == []
    shut.unlink()
    assert (await it.calls(call)).json()["kept"] == 1


async def test_a_mail_that_comes_in_parts_is_pieced_together_and_says_so(running: Running) -> None:
    it = await hooked(running, "postmark")
    assert (await it.calls(PARTS)).json()["kept"] == 1
    assert (await it.calls(PARTS)).json()["known"] == 1
    [(*_, raw)] = await it.kept()
    assert raw.startswith(b"X-Visavis-Pieced-Together: postmark\r\n")
    assert b"Bad Name" not in raw
    read = read_mail(raw)
    assert (read.sender and read.sender.email, read.subject, read.message_id) == (
        "claire@example.fr",
        "Ma lampe",
        "one@example.fr",
    )
    assert (read.text.strip(), read.html.strip()) == ("Elle clignote.", "<p>Elle <b>clignote</b>.</p>")
    assert [(file.name, file.content_id, file.content) for file in read.files] == [
        ("é .png", "photo", b"hello"),
        ("a.eml", "", b"hello"),
    ]


async def test_mailgun_brings_a_mail_byte_for_byte_in_either_form(running: Running) -> None:
    it = await hooked(running, "mailgun", secret=SIGNING_KEY)
    latin = RAW.replace(b"commande", b"command\xe9")
    fields = {**signed(), "recipient": it.mailbox.address, "sender": "claire@example.fr"}
    form = "&".join(f"{name}={quote_plus(value)}" for name, value in fields.items()).encode()
    answer = await it.calls(
        form + b"&body-mime=" + quote_plus(latin).encode(),
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.json() == {"kept": 1, "known": 0, "news": 0}
    fields = {**signed(), "recipient": it.mailbox.address, "body-mime": ""}
    parts = [
        f'--limit\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        + (RAW if name == "body-mime" else value.encode())
        for name, value in fields.items()
    ]
    answer = await it.calls(
        b"\r\n".join(parts) + b"\r\n--limit--\r\n", content_type="multipart/form-data; boundary=limit"
    )
    assert answer.json() == {"kept": 1, "known": 0, "news": 0}
    assert [row[3] for row in await it.kept()] == [latin, RAW]


async def test_mailguns_signature_is_its_own_fresh_and_good_for_one_mail(running: Running) -> None:
    it = await hooked(running, "mailgun", secret=SIGNING_KEY)

    async def brings(fields: dict[str, str], raw: bytes = RAW) -> tuple[int, str]:
        form = "&".join(f"{name}={quote_plus(value)}" for name, value in fields.items()).encode()
        return code(
            await it.calls(
                form + b"&body-mime=" + quote_plus(raw).encode(),
                content_type="application/x-www-form-urlencoded",
            )
        )

    refused = (403, "mail_hook_forbidden")
    good = signed()
    assert await brings(signed(key="another")) == refused
    assert await brings(good | {"token": good["token"] + "0"}) == refused
    assert await brings(good | {"signature": ""}) == refused
    assert await brings({}) == refused
    age = mailgun.WINDOW.total_seconds() + 60
    past = float(good["timestamp"])
    assert await brings(signed(at=past - age)) == refused
    assert await brings(signed(at=past + age)) == refused
    assert await it.kept() == []
    assert await brings(good) == (200, "")
    # Said again, since our answer was lost; and with other words, by who overheard it.
    assert await brings(good) == (200, "")
    assert await brings(good, RAW.replace(b"commande", b"rancune")) == refused
    assert len(await it.kept()) == 1


async def test_brevo_brings_a_mail_in_parts_whose_files_are_fetched(
    running: Running, outside: Answers
) -> None:
    asked, answer = list[tuple[str, str]](), [503]

    def brevo(request: httpx.Request) -> httpx.Response:
        asked.append(
            (f"{request.headers['host']}{request.url.raw_path.decode()}", request.headers.get("api-key", ""))
        )
        return httpx.Response(answer[0], content=b"%PDF-1.4")

    outside(brevo)
    it = await hooked(running, "brevo", secret="xkeysib-1")
    item = {
        "Uuid": ["8e79de02-67b4-4d9f-8d31-08dafb4a5ab3"],
        "Headers": {
            "From": "Claire <claire@example.fr>",
            "Subject": "Ma facture",
            "Message-ID": "<b1@example.fr>",
            "Received": ["from a by b", "from c by d"],
            "Delivered-To": it.mailbox.address,
        },
        "RawTextBody": "La voici.",
        "RawHtmlBody": None,
        "Attachments": [
            {"Name": "facture.pdf", "ContentType": "application/pdf", "DownloadToken": "eyJ/../x"}
        ],
    }
    assert code(await it.calls({"items": [item]})) == (503, "mail_hook_late")
    assert await it.kept() == []
    answer[0] = 200
    assert (await it.calls({"items": [item]})).json()["kept"] == 1
    assert (await it.calls({"items": [item]})).json()["known"] == 1
    assert set(asked) == {("api.brevo.com/v3/inbound/attachments/eyJ%2F..%2Fx", "xkeysib-1")}
    read = read_mail((await it.kept())[0][3])
    assert (read.subject, read.text.strip()) == ("Ma facture", "La voici.")
    assert [(file.name, file.content) for file in read.files] == [("facture.pdf", b"%PDF-1.4")]
    answer[0] = 404
    gone = item | {"Uuid": ["other"]}
    assert (await it.calls({"items": [gone]})).json()["kept"] == 1
    assert [file.name for file in read_mail((await it.kept())[1][3]).files] == ["facture.pdf.txt"]


async def test_a_hook_that_was_taken_away_or_whose_mailbox_sleeps_opens_nothing(running: Running) -> None:
    it, asleep = await hooked(running, "postmark"), await hooked(running, "postmark")
    async with running.as_agent("ana") as ana:
        [listed] = (await ana.get(f"/api/v1/mailboxes/{it.mailbox.id}/hooks")).json()["items"]
        assert (listed["id"], listed["called_at"]) == (it.hook_id, None)
        assert "url" not in listed
        assert (await ana.delete(f"/api/v1/mail-hooks/{it.hook_id}")).status_code == 204
        assert (await ana.get(f"/api/v1/mailboxes/{it.mailbox.id}/hooks")).json()["items"] == []
    async with running.cast.house.database.session(running.cast.ana.brand_ids) as session:
        keys = running.cast.house.keys
        await mailboxes.change(session, keys, asleep.mailbox, MailboxChanges(enabled=False))
    for one in (it, asleep):
        assert code(await one.calls({"RawEmail": "x"})) == (404, "mail_hook_not_found")


@pytest.mark.parametrize(
    "new",
    [
        {"provider": "mailgun"},
        {"provider": "brevo"},
        {"provider": "ses"},
        {"provider": "ses", "topic": "arn:aws:sns:evil.example/:123456789012:x"},
        {"provider": "ses", "topic": "arn:aws:sns:eu-west-3.evil:123456789012:x"},
        {"provider": "postmark", "peers": ["everybody"]},
    ],
)
async def test_a_hook_without_what_makes_it_safe_is_not_made(running: Running, new: dict[str, Any]) -> None:
    with pytest.raises(AssertionError, match=r"mail_hook_incomplete|invalid_input"):
        await hooked(running, **new)


async def test_a_large_mail_is_taken_by_a_hook(running: Running) -> None:
    it = await hooked(running, "postmark")
    large = RAW + b"x" * (30 << 20)
    text = await asyncio.to_thread(lambda: json.dumps({"RawEmail": large.decode()}).encode())
    assert (await it.calls(text)).json()["kept"] == 1
