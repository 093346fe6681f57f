"""How a file leaves the house: images may be shown, all else is downloaded, nothing runs."""

from urllib.parse import quote

from litestar import Response

from visavis.conversations.models import Attachment


def file_response(attachment: Attachment, content: bytes) -> Response[bytes]:
    """Serve a file under a policy that lets no script run in it, whatever it holds."""
    disposition = "inline" if attachment.inline else "attachment"
    plain = "".join(c if (c.isascii() and c.isalnum()) or c in "._- " else "_" for c in attachment.name)
    return Response(
        content,
        media_type=attachment.media_type if attachment.inline else "application/octet-stream",
        headers={
            "content-disposition": f'{disposition}; filename="{plain}"; '
            f"filename*=UTF-8''{quote(attachment.name, safe='')}",
            "content-security-policy": "default-src 'none'; sandbox",
            "cross-origin-resource-policy": "same-origin",
            "cache-control": "private, no-store",
        },
    )
