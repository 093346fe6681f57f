"""What programs pack into a mail in ways of their own is found: winmail.dat, uuencode, yEnc, mails within mails."""

import binascii
import struct

from visavis.channels.email.reading import read_mail
from visavis.channels.email.reading.rich_text import html_of, uncompressed
from visavis.channels.email.reading.tnef import unpacked

RTF = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0 Arial;}}{\*\htmltag64 <p>}\htmlrtf \par \htmlrtf0 "
    rb"D\'e9j\'e0 {\*\htmltag84 <b>}vu{\*\htmltag92 </b>} 100\u8364 ?{\*\htmltag84 &amp;}\htmlrtf &\htmlrtf0 {\*\htmltag72 </p>}}"
)


def attribute(name: int, value: bytes, level: int = 1) -> bytes:
    return struct.pack("<BHHI", level, name, 6, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def properties(*pairs: tuple[int, int, bytes]) -> bytes:
    out = struct.pack("<I", len(pairs))
    for name, kind, value in pairs:
        out += struct.pack("<HH", kind, name)
        out += struct.pack("<II", 1, len(value)) + value + b"\0" * (-len(value) % 4)
    return out


def winmail(*attributes: bytes) -> bytes:
    return b"\x78\x9f\x3e\x22\x01\x00" + b"".join(attributes)


PACKED = winmail(
    attribute(0x9007, struct.pack("<II", 1252, 0)),
    attribute(0x9003, properties((0x1009, 258, struct.pack("<II4sI", len(RTF), len(RTF), b"MELA", 0) + RTF))),
    attribute(0x9002, b"\0" * 14, 2),
    attribute(0x8010, b"FACTUR~1.PDF\0", 2),
    attribute(0x800F, b"%PDF-1.4 \0\1\2", 2),
    attribute(0x9005, properties((0x3707, 31, "Facture été.pdf\0".encode("utf-16-le"))), 2),
    attribute(0x9002, b"\0" * 14, 2),
    attribute(0x8010, b"b.txt\0", 2),
    attribute(0x800F, b"b", 2),
)


def mail(content: bytes, body: str = "") -> bytes:
    packed = binascii.b2a_base64(content).decode()
    text = f"--q\nContent-Type: text/plain\n\n{body}\n" if body else ""
    return (
        f"From: Claire <claire@x.fr>\nContent-Type: multipart/mixed; boundary=q\n\n{text}--q\n"
        f"Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n{packed}\n--q--\n"
    ).encode()


def test_what_outlook_packed_is_unpacked() -> None:
    read = read_mail(mail(PACKED))
    assert [(file.name, file.content) for file in read.files] == [
        ("Facture été.pdf", b"%PDF-1.4 \0\1\2"),
        ("b.txt", b"b"),
    ]
    assert read.html == "<p>Déjà <b>vu</b> 100€&amp;</p>"
    assert read.text == read.reply == "Déjà vu 100€&"
    assert read_mail(mail(PACKED, "Bonjour")).text.strip() == "Bonjour"


def test_what_only_claims_to_be_packed_stays_a_file() -> None:
    assert [file.name for file in read_mail(mail(b"no such thing")).files] == ["winmail.dat"]
    for end in range(len(PACKED)):
        assert unpacked(PACKED[:end]) is None or end >= 4
    lies = winmail(attribute(0x9003, struct.pack("<I", 2**32 - 1) + b"\x1e\x00\x00\x10" + b"\xff" * 400))
    assert unpacked(lies) is not None


def test_compressed_text_is_expanded_as_far_as_is_decent() -> None:
    # From the specification (MS-OXRTFCP, 4.1.1).
    raw = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert uncompressed(raw) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert html_of(uncompressed(raw)) == ("hello world", False)
    bomb = struct.pack("<II4sI", 2**32 - 1, 2**32 - 1, b"LZFu", 0) + b"\xff" + b"\x00\x0f" * 8
    assert len(uncompressed(bomb + (b"\xff" + b"\x00\x0f" * 8) * 100_000)) < 2_000_100


def test_files_within_the_text_are_files() -> None:
    lines = "\n".join(binascii.b2a_uu(bytes(range(30))).decode().strip("\n") for _ in range(3))
    read = read_mail(f"From: a@b.fr\n\nVoici :\nbegin 644 a b.bin\n{lines}\n`\nend\nMerci\n".encode())
    assert [(file.name, len(file.content)) for file in read.files] == [("a b.bin", 90)]
    assert read.text.split() == ["Voici", ":", "Merci"]
    shifted = bytes((n + 42) % 256 for n in b"hello")
    y = b"=ybegin line=128 size=6 name=h.bin\r\n" + shifted + b"=J\r\n=yend size=6\r\n"
    read = read_mail(b"From: a@b.fr\r\n\r\nVoici\r\n" + y)
    assert [(file.name, file.content) for file in read.files] == [
        ("h.bin", b"hello" + bytes([(74 - 106) % 256]))
    ]
    assert read.text.strip() == "Voici"
    said = "From: a@b.fr\n\nbegin 644 the work\nand at the\nend\nwe pay"
    assert read_mail(said.encode()).text.endswith(said[14:])


def test_a_mail_within_a_mail_is_a_file_called_by_its_subject() -> None:
    inner = "From: a@b.fr\nSubject: =?utf-8?q?D=C3=A9p=C3=AAche: urgent/2?=\n\nBonjour\n"
    raw = f"From: c@d.fr\nContent-Type: multipart/mixed; boundary=q\n\n--q\nContent-Type: message/rfc822\n\n{inner}\n--q--\n"
    read = read_mail(raw.encode())
    assert [(file.name, file.media_type) for file in read.files] == [
        ("Dépêche urgent 2.eml", "message/rfc822")
    ]
    assert read.files[0].content.decode() == inner
