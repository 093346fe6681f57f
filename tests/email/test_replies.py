"""A reply's own words are found in what people's programs make of it; none of them is ever lost."""

import pytest

from tests.email.alike import BETWEEN, WHOLE
from tests.email.laid_out import HTML, KEPT
from tests.email.written import PLAIN
from tests.email.written_aside import ASIDE, ASIDE_WHOLE
from visavis.channels.email.reading import read_mail, split_reply


@pytest.mark.parametrize(("text", "own"), [case[1:] for case in PLAIN], ids=[case[0] for case in PLAIN])
def test_a_reply_is_what_its_author_wrote(text: str, own: str | None) -> None:
    said = split_reply(text).text
    if own is None or len(own) < 10:
        assert (own or "12 €") in said  # what is forwarded is content
    else:
        assert said == own


@pytest.mark.parametrize(("text", "own"), ASIDE)
def test_a_reply_of_another_program_is_what_its_author_wrote(text: str, own: str) -> None:
    assert split_reply(text).text == own


def test_what_is_said_after_the_signature_is_kept() -> None:
    assert split_reply("Merci\n--\nClaire\n\nPS : et le vase ?").text == "Merci\nPS : et le vase ?"
    assert split_reply("Merci\n\nEnvoyé de mon iPhone\n\nEt le vase ?").text == "Merci\n\n\nEt le vase ?"
    assert (
        split_reply("Bonjour,\nEnvoyé de Lyon le 3, le colis est perdu.\nQue faire ?").text.count("\n") == 2
    )


@pytest.mark.parametrize("text", [*WHOLE, *ASIDE_WHOLE])
def test_what_merely_looks_like_a_quotation_is_kept(text: str) -> None:
    assert split_reply(text).text == text


@pytest.mark.parametrize(("text", "words"), BETWEEN)
def test_an_answer_between_the_lines_loses_no_word(text: str, words: tuple[str, ...]) -> None:
    said = split_reply(text).text
    assert [word for word in words if word not in said] == []


def read(html: str, subject: str = "Commande") -> str:
    raw = f"From: Claire <claire@x.fr>\nSubject: {subject}\nContent-Type: text/html; charset=utf-8\n\n{html}"
    return read_mail(raw.encode()).reply


@pytest.mark.parametrize(("html", "own"), [case[1:] for case in HTML], ids=[case[0] for case in HTML])
def test_a_reply_that_is_laid_out_is_what_its_author_wrote(html: str, own: str) -> None:
    assert read(html) == own


@pytest.mark.parametrize(("html", "words"), [case[1:] for case in KEPT], ids=[case[0] for case in KEPT])
def test_what_is_forwarded_or_said_between_the_lines_is_kept(html: str, words: tuple[str, ...]) -> None:
    said = read(html)
    assert [word for word in words if word not in said] == []


@pytest.mark.parametrize(
    "subject", ["Fwd: Commande", "TR : Commande", "WG: Commande", "RV: Commande", "I: Commande"]
)
def test_a_mail_that_is_forwarded_is_kept_whole(subject: str) -> None:
    outlook = next(html for name, html, _ in HTML if name == "outlook web")
    assert "part demain" in read(outlook, subject)
    assert "part demain" not in read(outlook, f"RE: {subject}")
