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
QUOTES = (
    *(
        "blockquote[type=cite]",
        ".gmail_quote",
        ".gmail_extra > .gmail_quote",
        ".moz-cite-prefix",
        "#divRplyFwdMsg",
    ),
    *(
        "#appendonsend",
        ".yahoo_quoted",
        ".protonmail_quote",
        ".zmail_extra",
        "#OLK_SRC_BODY_SECTION",
        ".tutanota_quote",
    ),
    *(
        ".ms-outlook-mobile-reference-message",
        "#mail-editor-reference-message-container",
        ".WordSection1 > div[style*='border-top:solid #']",
    ),
    *(
        "#isReplyContent",
        ".front-blockquote",
        ".gmail_attr",
        ".airmail_on",
        ".bloop_original_html",
        ".x_gmail_quote",
    ),
)
# From these on all that follows is quoted, within their parent.
BELOW = ("#divRplyFwdMsg", "#appendonsend", ".moz-cite-prefix", ".airmail_on", "#OLK_SRC_BODY_SECTION")
LONGEST = 2_000_000  # characters of HTML that are read
# Elements within each other: a browser's parser takes time that grows with their square.
DEEPEST = 2000


def text_of(html: str, *, own: bool = False) -> str:
    """Write HTML as text; with `own`, without what programs mark as quoted, unless nothing else is there."""
    html = html[:LONGEST]
    if depth(html) > DEEPEST:
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^<>]*>", " ", html))).strip()
    tree = LexborHTMLParser(html)
    root = tree.body or tree.root
    if root is None:
        return ""
    if not own:
        return _written(root)
    whole = _written(root)
    for selector in QUOTES:
        for node in root.css(selector):
            if selector in BELOW:
                _drop_after(node)
            if node.parent is not None and node.tag not in ("body", "html"):
                node.decompose()
    kept = _written(root)
    return kept if kept.strip() else whole


def _drop_after(node: LexborNode) -> None:
    following = node.next
    while following is not None:
        after = following.next
        if following.tag not in ("-text", "_comment"):
            following.decompose()
        following = after


def _written(root: LexborNode) -> str:
    """Walk the tree without recursion: hostile mails nest as deep as they like."""
    out: list[str] = []
    node: LexborNode | None = root.child
    above = [root]
    kept = 0  # <pre> around
    while node is not None:
        tag = node.tag or ""
        if tag == "-text":
            said = node.text_content or ""
            out.append(said if kept else re.sub(r"[ \t\r\n\f]+", " ", said))
        elif tag == "br":
            out.append("\n")
        elif tag not in SILENT and not tag.startswith(("-", "_", "!")):
            if tag in BLOCKS:
                out.append(
                    "\x01" if tag in ("p", "ul", "ol", "table", "h1", "h2", "h3", "blockquote") else "\x02"
                )
            if tag == "li":
                out.append("- ")
            kept += tag == "pre"
            if node.child is not None:
                above.append(node)
                node = node.child
                continue
            out.append(_closing(tag))
            kept -= tag == "pre"
        while node.next is None:
            if len(above) == 1:
                return _laid_out("".join(out))
            node = above.pop()
            out.append(_closing(node.tag or ""))
            kept -= node.tag == "pre"
        node = node.next
    return _laid_out("".join(out))


def _closing(tag: str) -> str:
    if tag in ("td", "th"):
        return "\t"
    if tag in BLOCKS:
        return "\x01" if tag in ("p", "ul", "ol", "table", "h1", "h2", "h3", "blockquote") else "\x02"
    return ""


def _laid_out(text: str) -> str:
    """Turn the marks of blocks into lines: two for a paragraph, one for a block, never more."""
    out = list[str]()
    for line in re.sub(r"[\x01\x02][\x01\x02 \t]*+", _break, text).split("\n"):
        line = line.strip(" \t")
        if line or (out and out[-1]):
            out.append(line)
    return "\n".join(out).strip()


def _break(marks: re.Match[str]) -> str:
    return "\n\n" if "\x01" in marks.group() else "\n"
