"""RTF as Outlook keeps a mail's text in it: compressed (MS-OXRTFCP), with the HTML it was made of within (MS-OXRTFEX)."""

import re
import struct

from visavis.channels.email.reading.charsets import decode

LONGEST = 2_000_000  # bytes that compressed text may become
_KNOWN = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
# Groups of which nothing is text.
_SILENT = {
    b"fonttbl",
    b"colortbl",
    b"stylesheet",
    b"info",
    b"pict",
    b"object",
    b"generator",
    b"themedata",
    b"pntext",
}
_SAID = {
    b"par": "\n",
    b"line": "\n",
    b"tab": "\t",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
} | {b"bullet": "•", b"endash": "–", b"emdash": "—"}


def uncompressed(raw: bytes) -> bytes:
    """Expand compressed RTF, up to a length; what was not compressed is as it was."""
    if len(raw) < 16:
        return b""
    size, kind = struct.unpack_from("<I4s", raw, 4)
    if kind == b"MELA":
        return raw[16 : 16 + min(size, LONGEST)]
    if kind != b"LZFu":
        return b""
    window = bytearray(_KNOWN.ljust(4096, b"\0"))
    write, at, out = len(_KNOWN), 16, bytearray()
    while at < len(raw) and len(out) < LONGEST:
        flags = raw[at]
        at += 1
        for bit in range(8):
            if flags >> bit & 1:
                if at + 2 > len(raw):
                    return bytes(out)
                where = raw[at] << 4 | raw[at + 1] >> 4
                length = (raw[at + 1] & 15) + 2
                at += 2
                if where == write:
                    return bytes(out)
            else:
                if at >= len(raw):
                    return bytes(out)
                where, length = -1, 1
            for step in range(length):
                byte = raw[at] if where < 0 else window[(where + step) & 4095]
                out.append(byte)
                window[write] = byte
                write = (write + 1) & 4095
            at += where < 0
    return bytes(out)


def html_of(rtf: bytes) -> tuple[str, bool]:
    """Give the HTML that RTF was made of, or else its text; and whether it is HTML."""
    laid_out = b"\\fromhtml1" in rtf[:2000]
    charset = (
        f"cp{found.group(1).decode()}"
        if (found := re.search(rb"\\ansicpg(\d{3,5})", rtf[:2000]))
        else "cp1252"
    )
    out, held = list[str](), bytearray()
    # Of each group that is open: whether it is silent, whether it is HTML's own, how many letters stand for a `\u`.
    silent, tag, skip = False, False, 1
    groups, first, skipped = list[tuple[bool, bool, int]](), False, 0

    def settle() -> None:
        if held:
            out.append(decode(bytes(held), charset)[0])
            held.clear()

    muted = False  # `\htmlrtf`: what follows is RTF's own
    for token in _TOKEN.finditer(rtf):
        word, number, code, sign, brace, said = token.groups()
        if brace == b"{":
            groups.append((silent, tag, skip))
            first = True
            continue
        if brace == b"}":
            silent, tag, skip = groups.pop() if groups else (False, False, 1)
            first = False
            continue
        if word == b"htmlrtf":
            muted = number != b"0"
        elif word == b"htmltag":
            silent, tag = False, True
        elif (first and word in _SILENT) or sign == b"*":
            silent = True
        elif word == b"uc":
            skip = int(number or 1)
        elif silent or (muted and not tag):
            pass
        elif word == b"u" and number:
            settle()
            out.append(chr(int(number) % 65536))
            skipped = skip
        elif word in _SAID:
            settle()
            out.append(_SAID[word])
        elif code and skipped:
            skipped -= 1
        elif code:
            held += bytes([int(code, 16)])
        elif sign and sign in b"\\{}~":
            held += b" " if sign == b"~" else sign
        elif said:
            held += said[skipped:] if skipped else said
            skipped = 0
        first = sign == b"*"
    settle()
    text = "".join(out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\0", "").strip(), laid_out
