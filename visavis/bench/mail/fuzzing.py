"""Mails as nobody wrote them: others' mails, broken by a seeded hand."""

import random
from collections.abc import Iterator

LARGEST = 200_000  # bytes of a mail that is broken: what is broken matters, not how long it is
GARBAGE = (
    *(b"\x00", b"\xff\xfe", b"\r", b"\n\n", b"=?utf-8?B?", b"?=", b"<", b">", b'"', b"(", b"\\", b"--", b";"),
    *(b"\nContent-Type: multipart/mixed; boundary=x\n\n--x\n", b"\nContent-Transfer-Encoding: base64\n"),
    *(b"\nContent-Type: message/rfc822\n\n", b"<div><blockquote>", b"\n> > > ", b"\nFrom: a <a@b.c>, "),
)


def broken(raws: list[bytes], count: int, seed: int) -> Iterator[bytes]:
    """Give so many broken mails; the same seed gives the same."""
    chance = random.Random(seed)
    for _ in range(count):
        mail = bytearray(chance.choice(raws)[:LARGEST])
        for _ in range(chance.choice((1, 1, 2, 5, 20, 100))):
            _break(mail, chance)
        yield bytes(mail)


def _break(mail: bytearray, chance: random.Random) -> None:
    at, long = chance.randrange(len(mail) + 1), chance.choice((1, 4, 80, 2000))
    match chance.randrange(6):
        case 0:
            mail[at : at + 1] = bytes([chance.randrange(256)])
        case 1:
            del mail[at : at + long]
        case 2:
            mail[at:at] = chance.choice(GARBAGE) * chance.choice((1, 1, 3, 50))
        case 3:
            mail[at:at] = mail[at : at + long] * chance.choice((1, 2, 20))
        case 4:
            del mail[at:]
        case _:
            other = chance.randrange(len(mail) + 1)
            mail[at : at + long] = mail[other : other + long]
    del mail[2 * LARGEST :]
