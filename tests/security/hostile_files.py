"""Names and contents that would like to be something else than a file."""

import io
import zipfile

from PIL import Image

SCRIPT = b"<script>alert(document.domain)</script>"
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\U000e0041\ufff9"
CONTROLS = "".join(map(chr, [*range(1, 32), *range(127, 160)]))


def names() -> list[str]:
    """Make five hundred names that would like to be something else."""
    parts = [
        "..",
        ".",
        "../..",
        "..\\..",
        "/etc/passwd",
        "C:\\Windows\\win.ini",
        "\\\\evil\\share",
        "~root",
        "a/../../b",
    ]
    parts += [
        "....//",
        "..;/",
        "..%2f",
        "%2e%2e%2f",
        "..%c0%af",
        "%00",
        "%0d%0aX: y",
        "..\u2215",
        "．．／",
        "/",
        "\\",
    ]
    devices = [
        "CON",
        "PRN",
        "AUX",
        "NUL",
        "COM1",
        "LPT9",
        "CON.txt",
        "nul.png",
        "aux ",
        "com1:",
        "CLOCK$",
        "CONIN$",
    ]
    endings = [
        "",
        ".",
        " ",
        "...",
        " .",
        ".exe",
        ".php",
        ".phtml",
        ".html",
        ".svg",
        ".png.html",
        ".png;.html",
        ".png%00.html",
    ]
    endings += [
        ".png ",
        ".png::$DATA",
        ".html.",
        ".htaccess",
        ".pht",
        ".shtml",
        ".xhtml",
        ".mhtml",
        ".js",
        ".jsp",
        ".lnk",
    ]
    quoting = [
        '"',
        "'",
        '"; filename="b.html',
        "\\",
        ";",
        "=",
        "*",
        "`",
        "$(id)",
        "|id",
        "&",
        "<b>",
        "{{7*7}}",
        "${7*7}",
        "%s",
        "%n",
    ]
    quoting += [
        '";\r\nContent-Type: text/html\r\n\r\n' + SCRIPT.decode(),
        "\r\nSet-Cookie: a=b",
        "\n",
        "\r",
        "\t",
        "\0",
        "a\0.png",
    ]
    made = [part + tail for part in parts for tail in ("", "x", "/x.png", "\\x.html")]
    made += [device + tail for device in devices for tail in ("", ".png", ".")]
    made += [
        stem + tail
        for stem in ("a", "", ".", "-", "--help", "facture", "reçu", "..", "CON", "a b")
        for tail in endings
    ]
    made += [before + mark + ".png" for mark in quoting for before in ("", "a")]
    made += [f"a{mark}b.png" for mark in BIDI + INVISIBLE + CONTROLS]
    made += [f"gpj{mark}exe.facture" for mark in BIDI]
    made += [
        "x" * size + tail
        for size in (149, 150, 151, 255, 256, 900, 990)
        for tail in ("", ".png", "." + "y" * 5)
    ]
    made += [
        "é" * 200,
        "e\u0301" * 200,
        "\U0001f600" * 150,
        "👩‍👩‍👧‍👦" * 40,
        "ﷺ" * 50,
        "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!",
        "١٢٣",
        "文件",
        "ملف.pdf",
    ]
    return made


def picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, form)
    return out.getvalue()


def archive(comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("../../evil.html", SCRIPT)
        packed.writestr("bomb", b"\0" * 5_000_000)
        packed.comment = comment
    return out.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
# Each content under a name that promises something else; `shown` when it is a picture whatever it carries.
CONTENTS: dict[str, tuple[str, bytes, bool]] = {
    "SVG as PNG": ("a.png", SVG, False),
    "SVG as JPEG": ("a.jpg", b'<?xml version="1.0"?>' + SVG, False),
    "SVG as itself": ("a.svg", SVG, False),
    "packed SVG": ("a.svgz", b"\x1f\x8b" + SVG, False),
    "HTML as PNG": ("a.png", b"<!doctype html>" + SCRIPT, False),
    "HTML with a byte order mark": ("a.txt", b"\xef\xbb\xbf<html>" + SCRIPT, False),
    "HTML in UTF-7": ("a.txt", b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-", False),
    "HTML in UTF-16": ("a.txt", SCRIPT.decode().encode("utf-16"), False),
    "XHTML": ("a.xhtml", b'<html xmlns="http://www.w3.org/1999/xhtml">' + SCRIPT + b"</html>", False),
    "script": ("a.js", b"alert(1)", False),
    "style": ("a.css", b"*{background:url(//evil.example)}", False),
    "mail page": ("a.mhtml", b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + SCRIPT, False),
    "PDF with a script": (
        "a.pdf",
        b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>",
        False,
    ),
    "PDF that is HTML": ("a.pdf", b"%PDF-1.7 " + SCRIPT, False),
    "feed": ("a.xml", b'<?xml-stylesheet href="javascript:alert(1)"?><rss/>', False),
    "entities": ("a.xml", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', False),
    "archive": ("a.zip", archive(), False),
    "archive bomb": ("a.png", archive(b"\x89PNG\r\n\x1a\n"), False),
    "program": ("a.png", b"MZ" + b"\0" * 60 + SCRIPT, False),
    "Java archive": ("a.class", b"\xca\xfe\xba\xbe" + b"\0" * 40, False),
    "TIFF": ("a.png", picture("TIFF"), False),
    "BMP": ("a.png", picture("BMP"), False),
    "icon": ("a.png", picture("ICO"), False),
    "PNG of gigapixels": ("a.png", picture("PNG")[:16] + b"\0\1\0\0\0\1\0\0" + picture("PNG")[24:], False),
    "GIF in words": ("a.gif", b"GIF89a/*" + b"\xff" * 8 + b"*/=alert(1)//", False),
    "HTML in a PNG": ("a.html", picture("PNG") + SCRIPT, True),
    "HTML in a GIF": ("a.html", picture("GIF") + SCRIPT, True),
    "HTML in a JPEG": ("a.html", picture("JPEG") + SCRIPT, True),
    "GIFAR": ("a.jar", picture("GIF") + archive(), True),
    "JPEG and archive": ("a.zip", picture("JPEG") + archive(), True),
    "PNG as a program": ("a.exe", picture("PNG"), True),
    "WebP as text": ("a.txt", picture("WEBP"), True),
}
