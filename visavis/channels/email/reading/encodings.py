"""How the bytes of a part were made fit to be sent (RFC 2045, 6), and what people's programs make of that."""

import base64
import binascii
import re

_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_OTHERS = bytes(set(range(256)) - set(_BASE64))
_BLANK = b" \t\r\n"
JUNK = 0.1  # of a line, from which on it is none of base64
PIECES = 1000  # that each end in padding
_BEGIN = re.compile(rb"begin(?:-base64)? [0-7]{3,4} ")


def decoded(raw: bytes, encoding: str) -> tuple[bytes, bool]:
    """Give the bytes that were encoded, and whether they were so as `encoding` says; as they are, if not."""
    match encoding:
        case "base64":
            return _base64(raw)
        case "quoted-printable" | "quotedprintable" | "quoted printable":
            return binascii.a2b_qp(b"\n".join(map(_cut_off, raw.split(b"\n")))), True
        case "x-uuencode" | "uuencode" | "uue" | "x-uue":
            return uudecoded(raw.splitlines()), True
        case _:
            return raw, True


def _cut_off(line: bytes) -> bytes:
    """Take off the blanks that were added on the way, and would undo a soft break."""
    return line[:-1].rstrip(b" \t") + b"\r" if line.endswith(b"\r") else line.rstrip(b" \t")


def _base64(raw: bytes) -> tuple[bytes, bool]:
    """Decode what is base64 in it: as far as the padding and whatever follows it in base64; gateways add footers."""
    out = list[bytes]()
    for piece in raw.split(b"=", PIECES):
        junk = piece.translate(None, _BASE64 + _BLANK)
        if junk and out:
            break
        if junk:
            piece = b"".join(filter(_is_base64, piece.splitlines()))
        clean = piece.translate(None, _OTHERS)
        usable = clean[: len(clean) - (len(clean) % 4 == 1)]
        out.append(base64.b64decode(usable + b"=" * (-len(usable) % 4)))
    found = b"".join(out)
    return (found, True) if found or not raw.strip() else (raw, False)


def _is_base64(line: bytes) -> bool:
    bare = line.strip()
    return len(bare.translate(None, _BASE64)) <= JUNK * len(bare)


def uudecoded(lines: list[bytes]) -> bytes:
    """Decode lines of uuencode, from the one that begins it on."""
    begun = next((n for n, line in enumerate(lines) if _BEGIN.match(line)), -1)
    out = list[bytes]()
    for line in lines[begun + 1 :]:
        if line.strip() in (b"end", b"`", b""):
            break
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some programs pad with what is not there.
            length = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                out.append(binascii.a2b_uu(line[:length]))
            except binascii.Error:
                continue
    return b"".join(out)
