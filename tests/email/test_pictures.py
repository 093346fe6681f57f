"""A picture that an agent sends is seen within the mail, and another file hangs on it."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

from msgspec.structs import replace

from visavis.channels.email.composing import Enclosed, Letter, compose
from visavis.channels.email.reading import read_mail

LETTER = Letter(
    rfc_id="018f@lumen.example",
    refs=[],
    sender="bonjour@lumen.example",
    sender_name="Léa Martin, Maison Lumen",
    reply_to="bonjour@lumen.example",
    recipients=["claire@example.fr"],
    copies=[],
    subject="Re: Ma lampe",
    body="Voyez-vous ce bouton ?",
    signature="Maison Lumen",
    at=datetime(2026, 11, 26, tzinfo=UTC),
    locale="fr",
    files=[
        Enclosed('le "bouton".png', "image/png", b"\x89PNG"),
        Enclosed("notice.pdf", "application/pdf", b"%PDF"),
    ],
)


def test_a_picture_is_shown_below_the_words_and_a_document_is_beside_them() -> None:
    raw = bytes(compose(LETTER))
    assert raw == bytes(compose(LETTER)), "sent again, it is the same mail"
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    plain, shown = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert shown is not None
    assert plain.get_content().startswith("Voyez-vous ce bouton ?")
    assert 'src="cid:picture0.018f@lumen.example" alt="le &quot;bouton&quot;.png"' in shown.get_content()
    assert [part.get_filename() for part in mail.iter_attachments()] == ["notice.pdf"]
    read = read_mail(raw)
    assert [(file.name, file.content_id, file.inline) for file in read.files] == [
        ('le "bouton".png', "picture0.018f@lumen.example", True),
        ("notice.pdf", "", False),
    ]
    assert read.files[0].content == b"\x89PNG"


def test_words_without_a_picture_are_laid_out_alone() -> None:
    mail = compose(replace(LETTER, files=[]))
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
