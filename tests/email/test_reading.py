"""What people write is read as they meant it, in whatever their programs make of it."""

from pathlib import Path

import pytest

from visavis.bench.mail.finding import mails_of
from visavis.bench.mail.replies import judge_replies
from visavis.bench.mail.scoring import judge
from visavis.channels.email.reading import read_mail, split_reply
from visavis.channels.email.reading.addresses import mailboxes
from visavis.channels.email.reading.html_text import text_of
from visavis.channels.email.uploading import split_mbox


@pytest.mark.parametrize(
    "header",
    [
        "On Tue, 24 Nov 2026 at 10:12, Léa Martin <lea@lumen.example> wrote:",
        "Le mar. 24 nov. 2026 à 10:12, Léa Martin <lea@lumen.example> a écrit :",
        "Le mar. 24 nov. 2026 à 10:12, Léa Martin\n<lea@lumen.example>\na écrit :",
        "Am Di., 24. Nov. 2026 um 10:12 Uhr schrieb Léa Martin <lea@lumen.example>:",
        "El mar, 24 nov 2026 a las 10:12, Léa Martin (<lea@lumen.example>) escribió:",
        "Il giorno mar 24 nov 2026 alle ore 10:12 Léa Martin <lea@lumen.example> ha scritto:",
        "-----Message d'origine-----",
        "-----Ursprüngliche Nachricht-----",
        "________________________________\nDe : Léa <lea@lumen.example>\nEnvoyé : mardi 24 novembre 2026 10:12\n"
        "À : Claire\nObjet : Votre commande",
        "Von: Léa <lea@lumen.example>\nGesendet: Dienstag, 24. November 2026 10:12\nAn: Claire\nBetreff: Ihre Bestellung",
        "Da: Léa <lea@lumen.example>\nInviato: martedì 24 novembre 2026 10:12\nA: Claire\nOggetto: Il tuo ordine",
        "De: Léa <lea@lumen.example>\nEnviado: martes, 24 de noviembre de 2026 10:12\nPara: Claire\nAsunto: Su pedido",
    ],
)
def test_a_reply_is_told_from_what_it_quotes_in_five_languages(header: str) -> None:
    reply = split_reply(f"Merci beaucoup !\nÀ demain.\n\n{header}\n\nVotre commande part demain.\nLéa\n")
    assert reply.text == "Merci beaucoup !\nÀ demain."
    assert "part demain" in reply.quoted


@pytest.mark.parametrize(
    "text",
    [
        "Voici ce que j'ai noté :\n\n2026-11-24 10:12\n24/11/2026\n\nRien d'autre.",
        "On my way, I wrote:\nnothing.",
        "J'ai reçu ceci de votre part : merci.\nDe : rien du tout.",
        "Le livreur a écrit sur le colis.",
    ],
)
def test_words_that_look_like_a_header_are_kept(text: str) -> None:
    assert split_reply(text).text == text


def test_an_answer_between_the_lines_keeps_the_lines() -> None:
    text = "> Quelle taille ?\n\n38.\n\n> Quelle couleur ?\n\nBleu."
    assert split_reply(text).text == text


def test_a_signature_and_what_a_phone_adds_are_no_words_of_the_reply() -> None:
    assert split_reply("Merci !\n\n-- \nClaire Petit\n06 12 34 56 78").text == "Merci !"
    assert split_reply("Merci !\n\nEnvoyé de mon iPhone").text == "Merci !"


def test_a_reply_is_told_from_what_it_quotes_in_html() -> None:
    html = (
        '<p>Merci &amp; à <b>demain</b></p><div class="gmail_quote"><blockquote>Elle part</blockquote></div>'
    )
    assert split_reply(text_of(html, marked=True)).text == "Merci & à demain"
    assert text_of('<blockquote type="cite">Tout est là</blockquote>', marked=True) == "Tout est là"


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("Claire <claire@x.fr>", [("Claire", "claire@x.fr")]),
        ('"Petit, Claire" <claire@x.fr>, hugo@x.fr', [("Petit, Claire", "claire@x.fr"), ("", "hugo@x.fr")]),
        ("Les amis: claire@x.fr, Hugo <hugo@x.fr>;", [("", "claire@x.fr"), ("Hugo", "hugo@x.fr")]),
        ("claire@x.fr (Claire)", [("Claire", "claire@x.fr")]),
        ('"evil@x.fr" <claire@x.fr>', [("evil@x.fr", "claire@x.fr")]),
        ("undisclosed-recipients:;", []),
        ("<@one,@two:claire@x.fr>", [("", "claire@x.fr")]),
    ],
)
def test_a_field_of_addresses_is_read_as_it_is_meant(field: str, found: list[tuple[str, str]]) -> None:
    assert mailboxes(field) == found


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"Content-Type: text/plain; charset=us-ascii\n\nd\xe9j\xe0 vu", "déjà vu"),
        (b"Content-Type: text/plain; charset=utf-8\n\nd\xe9j\xe0 vu", "déjà vu"),
        (b"Content-Type: text/plain; charset=iso-8859-1\n\nd\xc3\xa9j\xc3\xa0 vu", "déjà vu"),
        (b"Content-Type: text/plain; charset=x-no-such\n\nd\xc3\xa9j\xc3\xa0 vu", "déjà vu"),
        (b"Content-Type: text/plain; charset=windows-1252\n\n100 \x80", "100 €"),
    ],
)
def test_a_charset_that_is_wrong_is_guessed(raw: bytes, text: str) -> None:
    assert read_mail(b"From: a@b.c\n" + raw).text == text


def test_a_name_in_bytes_of_no_charset_is_read() -> None:
    read = read_mail("From: Zoé <zoe@x.fr>\nSubject: Été\n\nBonjour".encode("latin-1"))
    assert read.subject == "Été"
    assert read.sender is not None
    assert read.sender.name == "Zoé"


def test_a_file_of_many_mails_is_taken_apart_and_one_mail_is_one() -> None:
    box = b"From a@b Tue Nov 24\nSubject: 1\n\n>From here\n\nFrom a@b Tue Nov 24\nSubject: 2\n\nb\n"
    assert split_mbox(box) == [b"Subject: 1\n\nFrom here\n\n", b"Subject: 2\n\nb\n"]
    assert split_mbox(b"Subject: 1\n\nx") == [b"Subject: 1\n\nx"]


def test_nobody_elses_mail_stops_the_reader_and_most_are_understood(corpora: Path | None) -> None:
    if corpora is None:
        return
    judged = right = 0
    for folder in sorted((corpora / "mail").glob("*/")):
        for case in mails_of(folder):
            read = read_mail(case.raw())
            if case.expected:
                fields = judge(read, case.expected)
                judged += len(fields)
                right += sum(fields.values())
    assert right >= 0.95 * judged


def test_replies_are_taken_apart_better_than_by_any_library(corpora: Path | None) -> None:
    """The best of three libraries is exact in 46 of 100 such cases."""
    if corpora is None:
        return
    found = judge_replies(corpora / "replies" / "cases.jsonl")
    assert isinstance(found["exact"], int)
    assert isinstance(found["compared"], int)
    assert isinstance(found["words_lost"], int)
    assert found["exact"] >= 0.9 * found["compared"]
    assert found["words_lost"] <= 0.05 * found["compared"]


def test_no_nul_and_no_half_of_a_character_is_in_what_was_read() -> None:
    mail = read_mail(
        b"From: =?utf-8?Q?A=00b?= <a\0b@example.fr>\nSubject: =?utf-16?Q?=D8=3D?= x\0y\nMessage-ID: <a\0@b>\n"
        b'Content-Type: text/plain; name="a\0.txt"\n\nBonj\0our\n'
    )
    told = str(mail)
    told.encode()
    assert "\0" not in told
    assert "\\x00" not in told.replace("content=b", "")
