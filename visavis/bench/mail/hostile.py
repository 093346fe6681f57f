"""Mails made to hold a reader up: each is to be read, in time and memory that grow with its size."""

import time
from collections.abc import Callable
from pathlib import Path

from visavis.channels.email.reader import Reader, Unreadable

HEAD = b"From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\n"
PLAIN = HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
HTML = HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=q\r\n\r\n"
BASE64 = HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n"
Tell = Callable[[str], None]


def _deep(count: int) -> bytes:
    return HEAD + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(count)
    )


def _attached(count: int) -> bytes:
    line = b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAx\r\n"
    kind = b"--q\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return MIXED + kind + line * count + b"--q--\r\n"


def _packed(count: int) -> bytes:
    kind = b"--q\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\n\r\n"
    rich = b"\xff\xff\xff\xff\xff\xff\xff\x7fLZFu\0\0\0\0" + (b"\xff" + b"\x00\x0f" * 8) * count
    values = b"\x01\0\0\0\x02\x01\x09\x10\x01\0\0\0" + len(rich).to_bytes(4, "little") + rich
    return (
        MIXED + kind + b"\x78\x9f\x3e\x22\0\0\x01\x03\x90\x06\0" + len(values).to_bytes(4, "little") + values
    )


# What it is called, what it is made of, and how often.
CASES: dict[str, tuple[Callable[[int], bytes], int]] = {
    "50 MB in one line": (lambda n: PLAIN + b"x" * n, 50_000_000),
    "50 MB of lines": (lambda n: PLAIN + b"some words and more\r\n" * n, 2_500_000),
    "50 MB attached": (_attached, 650_000),
    "10 000 parts deep": (_deep, 10_000),
    "10 000 mails deep": (lambda n: HEAD + b"Content-Type: message/rfc822\r\n\r\n" * n, 10_000),
    "100 000 parts": (lambda n: MIXED + b"--q\r\n\r\nx\r\n" * n, 100_000),
    "100 000 headers": (lambda n: HEAD + b"".join(b"X-%d: x\r\n" % k for k in range(n)) + b"\r\nx", 100_000),
    "a header of 20 MB": (lambda n: b"Subject: " + b"a b " * n + b"\r\n\r\nx", 5_000_000),
    "20 000 encoded words": (lambda n: b"Subject: " + b"=?utf-8?q?=C3=A9?=\r\n " * n + b"\r\n\r\nx", 20_000),
    "encoded words that never end": (lambda n: HEAD + b"X: " + b"=?a?q?" * n + b"\r\n\r\nx", 150_000),
    "an address of 64 kB": (lambda n: b"From: " + b"a" * n + b"\r\nTo: " + b"<" * n + b"\r\n\r\nx", 65_000),
    "boundaries that are nearly one": (lambda n: MIXED + b"--q\r\n\r\n" + b"--x\r\n" * n, 6_000_000),
    "a boundary of dashes": (lambda n: MIXED + b"-" * n, 30_000_000),
    "parameters without end": (
        lambda n: HEAD + b"Content-Type: text/plain" + b"; a=b" * n + b"\r\n\r\nx",
        190_000,
    ),
    "base64 of paddings": (lambda n: BASE64 + b"QQ==\r\n" * n, 3_000_000),
    "base64 with junk": (lambda n: BASE64 + b"QUJD!!\r\n" * n, 2_500_000),
    "1 MB of nested tags": (lambda n: HTML + b"<div>" * n + b"x", 200_000),
    "nested tables": (lambda n: HTML + b"<table><tr><td>" * n + b"x", 60_000),
    "2 MB of `<`": (lambda n: HTML + b"<" * n, 2_000_000),
    "quotations beside each other": (lambda n: HTML + b"<div id=divRplyFwdMsg>a</div>" * n, 60_000),
    "2 MB of blanks kept": (lambda n: HTML + b"<pre>a" + b" " * n + b"b</pre>", 1_900_000),
    "lines that nearly announce": (lambda n: PLAIN + (b"le 1 jan " * 40 + b"\n") * n, 20_000),
    "lines that nearly head": (lambda n: PLAIN + (b"a: " * 130 + b"\n") * n, 20_000),
    "lines of rules": (lambda n: PLAIN + (b"- " * 190 + b"x\n") * n, 20_000),
    "lines of blanks": (lambda n: PLAIN + (b"x" + b" " * 390 + b"y\n") * n, 20_000),
    "a failure without an address": (lambda n: b"From: MAILER-DAEMON@x\r\n\r\n" + b"a" * n, 36_000_000),
    "300 000 recipients that failed": (
        lambda n: (
            HEAD
            + b"Content-Type: message/delivery-status\r\n\r\n"
            + b"Final-Recipient: rfc822; a@b.c\r\n\r\n" * n
        ),
        300_000,
    ),
    "files in the text, begun only": (lambda n: PLAIN + b"begin 644 a\r\n" * n + b"\nend", 1_000_000),
    "winmail.dat that swells": (_packed, 1_000_000),
    "a calendar of 60 MB": (
        lambda n: HEAD + b"Content-Type: text/calendar\r\n\r\nBEGIN:VEVENT\n" + b"X:1\n" * n,
        15_000_000,
    ),
}


async def judge_hostile(tell: Tell) -> dict[str, dict[str, object]]:
    """Read each in a process of its own; say how large it was, how long it took, its peak, and how it ended."""
    found = dict[str, dict[str, object]]()
    for name, (make, count) in CASES.items():
        raw, reader = make(count), Reader()
        await reader.read(HEAD + b"\r\nx")
        began = time.perf_counter()
        try:
            mail = await reader.read(raw)
            ended = ", ".join(mail.flaws) or "read"
        except Unreadable as why:
            ended = f"quarantined: {why}"
        seconds = time.perf_counter() - began
        found[name] = {
            "mb": round(len(raw) / 1e6, 1),
            "seconds": round(seconds, 2),
            "peak_mib": _peak(reader.pid),
            "ended": ended,
        }
        tell(f"{name}: {found[name]}")
        await reader.close()
    return found


def _peak(pid: int | None) -> int | None:
    """Give the most memory that a process has held, MiB; None where the system does not tell, or it was killed."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return None
    return next(
        (int(line.split()[1]) >> 10 for line in status.splitlines() if line.startswith("VmHWM")), None
    )
