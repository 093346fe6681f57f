"""Files that programs of old wrote into a text: uuencode and yEnc, between a line that begins them and one that ends them."""

import re

from visavis.channels.email.reading.charsets import decode
from visavis.channels.email.reading.encodings import uudecoded
from visavis.channels.email.reading.mail import File

MANY = 50
_UU = re.compile(
    rb"^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n((?:[ -`]{2,90}[ \t]*\r?\n){1,2000000}?)(?:`?[ \t]*\r?\n)?end[ \t]*\r?$",
    re.MULTILINE,
)
_YENC = re.compile(
    rb"^=ybegin [^\r\n]{0,200}name=([^\r\n]{1,200})\r?\n(?:=ypart[^\r\n]{0,200}\r?\n)?(.*?)^=yend[^\r\n]{0,200}\r?$",
    re.MULTILINE | re.DOTALL,
)
_UNSHIFT = bytes((n - 42) % 256 for n in range(256))


def lifted(content: bytes) -> tuple[bytes, list[File]]:
    """Give a text without the files in it, and the files."""
    files = list[File]()

    def lift(found: re.Match[bytes], *, yenc: bool = False) -> bytes:
        if len(files) >= MANY:
            return found.group()
        name = re.split(r"[\\/]", decode(found.group(1), "")[0])[-1].strip()
        held = _unyenced(found.group(2)) if yenc else uudecoded(found.group().splitlines())
        files.append(File(name, "application/octet-stream", held))
        return b""

    if b"begin " in content and b"\nend" in content:
        content = _UU.sub(lift, content)
    if b"=ybegin " in content and b"=yend" in content:
        content = _YENC.sub(lambda found: lift(found, yenc=True), content)
    return content, files


def _unyenced(raw: bytes) -> bytes:
    bare = raw.replace(b"\r", b"").replace(b"\n", b"")
    first, *escaped = bare.split(b"=")
    return first.translate(_UNSHIFT) + b"".join(
        bytes([(part[0] - 106) % 256]) + part[1:].translate(_UNSHIFT) for part in escaped if part
    )
