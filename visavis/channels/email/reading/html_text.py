"""HTML as plain text, and which of it quotes another mail; a tree of any depth in time that grows with its size."""

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from visavis.kit.html import depth

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
SILENT = frozenset(
    ["head", "style", "script", "title", "meta", "link", "noscript", "template", "svg", "math"]
)
# How programs mark what they quote; each is theirs alone.
QUOTES = ", ".join(
    (
        "blockquote[type=cite]",
        ".gmail_quote",
        ".x_gmail_quote",
        "[class*=yahoo_quoted]",
        ".protonmail_quote",
        ".tutanota_quote",
        ".zmail_extra",
        ".front-blockquote",
        ".bloop_original_html",
        ".ms-outlook-mobile-reference-message",
        "#mail-editor-reference-message-container",
        "#isReplyContent",
        "div[name=quote]",
        "div[name=messageReplySection]",
    )
)
# From these on all that follows is quoted, within their parent.
BELOW = "#divRplyFwdMsg, #appendonsend, #OLK_SRC_BODY_SECTION, #zwchr, .OutlookMessageHeader"
# What stands for the ends of blocks and quotations in a text that is not laid out yet.
PARAGRAPH, BLOCK, OPEN, CLOSE = "\x01", "\x02", "\x03", "\x04"
_OURS = dict.fromkeys(map(ord, (PARAGRAPH, BLOCK, OPEN, CLOSE)))
APART = frozenset(["p", "ul", "ol", "table", "h1", "h2", "h3", "blockquote"])
NESTED = 5  # quotations within each other that are told apart
LONGEST = 2_000_000  # characters of HTML that are read
# Elements within each other: a browser's parser takes time that grows with their square.
DEEPEST = 2000


def text_of(html: str, *, marked: bool = False) -> str:
    """Write HTML as text; with `marked`, what programs mark as quoted has `> ` before each line, as in plain text."""
    html = html[:LONGEST]
    if depth(html) > DEEPEST:
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^<>]*>", " ", html))).strip()
    tree = LexborHTMLParser(html)
    root = tree.body or tree.root
    if root is None:
        return ""
    quoted = _quoted(root) if marked else frozenset[int]()
    said = _written(root, quoted)
    if quoted and all(line.startswith(">") for line in said.split("\n") if line):
        return _written(root, frozenset())  # nothing else is there
    return said


def _quoted(root: LexborNode) -> frozenset[int]:
    """Find what is quoted, by the nodes' places in memory."""
    found = {node.mem_id for node in root.css(QUOTES) if node.tag not in ("body", "html")}
    for node in root.css(BELOW):
        following: LexborNode | None = node
        while following is not None and following.mem_id not in found:
            found.add(following.mem_id)
            following = following.next
    return frozenset(found)


def _written(root: LexborNode, quoted: frozenset[int]) -> str:
    """Walk the tree without recursion: hostile mails nest as deep as they like."""
    out: list[str] = []
    node: LexborNode | None = root.child
    above = [root]
    kept = 0  # <pre> around
    while node is not None:
        tag = node.tag or ""
        if node.mem_id in quoted:
            out.append(OPEN)
        if tag == "-text":
            said = (node.text_content or "").translate(_OURS)
            out.append(said if kept else re.sub(r"[ \t\r\n\f]+", " ", said))
        elif tag == "br":
            out.append("\n")
        elif tag not in SILENT and not tag.startswith(("-", "_", "!")):
            if tag in BLOCKS:
                out.append(PARAGRAPH if tag in APART else BLOCK)
            if tag == "li":
                out.append("- ")
            kept += tag == "pre"
            if node.child is not None:
                above.append(node)
                node = node.child
                continue
            out.append(_closing(tag))
            kept -= tag == "pre"
        if node.mem_id in quoted:
            out.append(CLOSE)
        while node.next is None:
            if len(above) == 1:
                return _laid_out("".join(out))
            node = above.pop()
            out.append(_closing(node.tag or ""))
            if node.mem_id in quoted:
                out.append(CLOSE)
            kept -= node.tag == "pre"
        node = node.next
    return _laid_out("".join(out))


def _closing(tag: str) -> str:
    if tag in ("td", "th"):
        return "\t"
    if tag in BLOCKS:
        return PARAGRAPH if tag in APART else BLOCK
    return ""


def _laid_out(text: str) -> str:
    """Turn the marks of blocks into lines: two for a paragraph, one for a block, never more; mark what is quoted."""
    out, depth = list[str](), 0
    for said in re.split(f"([{OPEN}{CLOSE}])", text):
        if said in (OPEN, CLOSE):
            depth = max(0, depth + (1 if said == OPEN else -1))
            continue
        before = "> " * min(depth, NESTED)
        for line in re.sub(f"[{PARAGRAPH}{BLOCK}][{PARAGRAPH}{BLOCK} \t]*+", _break, said).split("\n"):
            line = line.strip(" \t")
            if line or (out and out[-1].strip("> ")):
                out.append(f"{before}{line}".rstrip() if before else line)
    return "\n".join(out).strip()


def _break(marks: re.Match[str]) -> str:
    return "\n\n" if PARAGRAPH in marks.group() else "\n"
