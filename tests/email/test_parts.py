"""A mail falls into its parts as its writer's program meant, however it was broken on the way."""

import pytest

from visavis.channels.email.reading import read_mail
from visavis.channels.email.reading.encodings import decoded
from visavis.channels.email.reading.fields import params_of
from visavis.channels.email.reading.parts import DEEPEST, MANY

HEAD = "From: Claire <claire@x.fr>\nSubject: Commande\n"


def multipart(*parts: str, boundary: str = "q", kind: str = "mixed", end: str = "--q--\n") -> bytes:
    within = "".join(f"--{boundary}\n{part}\n" for part in parts)
    return f'{HEAD}Content-Type: multipart/{kind}; boundary="{boundary}"\n\n{within}{end}'.encode()


@pytest.mark.parametrize(
    ("raw", "text", "names"),
    [
        (multipart("\nBonjour", "Content-Type: application/pdf; name=a.pdf\n\nx"), "Bonjour", ["a.pdf"]),
        (multipart("\nBonjour", end=""), "Bonjour", []),  # cut off on the way
        (multipart("\nBonjour", "\nencore").replace(b"\n", b"\r\n"), "Bonjour\nencore", []),
        (multipart("\nBonjour").replace(b'; boundary="q"', b""), "Bonjour", None),
        (multipart("Content-Type: text/plain\n\nBonjour").replace(b'"q"', b'"Q"'), "Bonjour", []),
        (f"{HEAD}Content-Type: multipart/mixed\n\nBonjour".encode(), "Bonjour", []),
        (multipart("\nBonjour\n--q  \n\nencore", boundary="q"), "Bonjour\nencore", []),
        # A boundary is a line of its own, to the letter.
        (multipart("\nBonjour\n--qq\n-- q", boundary="q"), "Bonjour\n--qq\n-- q", []),
        (multipart("\nBonjour\n--q ", boundary="q  ", end="--q  --"), "Bonjour\n--q ", []),
        # The part around ends the part within, which may be called alike.
        (
            multipart("Content-Type: multipart/mixed; boundary=i\n\n--i\n\nBonjour", "\nencore"),
            "Bonjour\nencore",
            [],
        ),
        (multipart("Content-Type: multipart/mixed; boundary=q\n\n--q\n\nBonjour"), "Bonjour", []),
    ],
)
def test_a_mail_with_odd_boundaries_keeps_every_word(raw: bytes, text: str, names: list[str] | None) -> None:
    read = read_mail(raw)
    assert text in read.text
    assert names is None or [file.name for file in read.files] == names


def test_fields_that_are_broken_hide_none_of_the_others() -> None:
    raw = b"From claire Tue Nov 24\nSubject : Commande\nwhat is this\nFrom: claire@x.fr\nno field\n\nBonjour"
    read = read_mail(raw)
    assert read.subject == "Commande"
    assert read.sender is not None
    assert read.sender.email == "claire@x.fr"
    assert "Bonjour" in read.text
    assert (
        read_mail(b"Bonjour, sans en-t\xc3\xaate.\nUne ligne.").text == "Bonjour, sans en-tête.\nUne ligne."
    )
    assert read_mail(b"\xef\xbb\xbf\nSubject: Commande\n\nBonjour").subject == "Commande"


def test_what_stands_before_the_parts_is_read_where_the_type_is_told_twice() -> None:
    raw = multipart("Content-Type: text/html\n\n<p>encore</p>").replace(
        b"\n\n", b"\nContent-Type: text/plain\n\nBonjour\n", 1
    )
    assert read_mail(raw).text.split() == ["Bonjour", "encore"]


def test_who_writes_from_within_a_house_is_named() -> None:
    sender = read_mail(b"From: The admin <root>\n\nx").sender
    assert sender is not None
    assert (sender.name, sender.email) == ("The admin", "root")


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ('attachment; filename="a b.pdf"', "a b.pdf"),
        ("attachment; filename=a b.pdf", "a b.pdf"),
        ('attachment; filename="a;b.pdf"; size=3', "a;b.pdf"),
        (r'attachment; filename="a\"b.pdf"', 'a"b.pdf'),
        ('attachment; filename="the "best" one.pdf"; size=3', 'the "best" one.pdf'),
        ('attachment filename="a.pdf"', "a.pdf"),
        ('attachment; filename="a.pdf', "a.pdf"),
        ("attachment; filename*=utf-8''%C3%A9t%C3%A9.pdf", "été.pdf"),
        ("attachment; filename*=iso-8859-1'fr'%E9t%E9.pdf", "été.pdf"),
        ("attachment; filename*0*=utf-8''%C3; filename*1*=%A9t; filename*2=e.pdf", "éte.pdf"),
        ("attachment; filename*1=b.pdf; filename*0=a", "ab.pdf"),
        ("attachment; filename=\"e.pdf\"; filename*=utf-8''%C3%A9.pdf", "é.pdf"),
        ('attachment;\n\tsize=3;\n filename="a.pdf"', "a.pdf"),
    ],
)
def test_a_file_is_called_what_its_sender_called_it(field: str, name: str) -> None:
    assert params_of(field) == ("attachment", params_of(field)[1])
    assert params_of(field)[1]["filename"] == name


@pytest.mark.parametrize(
    ("raw", "content"),
    [
        (b"Qm9u\r\nam91\r\ncg==", b"Bonjour"),
        (b"Qm9uam91cg", b"Bonjour"),
        (b"Qm9u am91 cg==\n\n-- \nScanned by a gateway, do not worry.\n", b"Bonjour"),
        (b"Qm9uag==\nam91cg==", b"Bonjjour"),
        (b"Qm9uam91!cg==", b"Bonjour"),
    ],
)
def test_base64_is_decoded_as_far_as_it_goes(raw: bytes, content: bytes) -> None:
    assert decoded(raw, "base64") == (content, True)


def test_words_that_are_not_encoded_as_they_claim_are_kept() -> None:
    assert (
        read_mail(f"{HEAD}Content-Transfer-Encoding: base64\n\nBonjour, ça va ?".encode()).text
        == "Bonjour, ça va ?"
    )
    quoted = f"{HEAD}Content-Transfer-Encoding: quoted-printable\n\n100 =\nou = 3 =C3=A9 =  \n=ZZ".encode()
    assert read_mail(quoted).text == "100 ou = 3 é =ZZ"


def test_what_is_beyond_the_limits_stays_together_as_a_file() -> None:
    many = read_mail(multipart(*["\nx"] * (MANY + 100)))
    assert many.flaws == ["too_many_parts"]
    assert [file.name for file in many.files] == ["rest.eml"]
    assert many.files[0].content.count(b"--q") == 102
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(10_000))
    read = read_mail(f"{HEAD}{deep}\nBonjour".encode())
    assert "too_deep" in read.flaws
    nested = read_mail((HEAD + "Content-Type: message/rfc822\n\n" * DEEPEST * 2).encode())
    assert "too_deep" in nested.flaws
