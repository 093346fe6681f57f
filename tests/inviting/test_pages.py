"""Which pages a rule is meant for: a star, and letters that mean themselves."""

import pytest

from visavis.inviting.errors import PagePatternUnfit
from visavis.inviting.pages import fits, path_of, refuse_unfit

FITS = [
    ("/checkout", "/checkout", True),
    ("/checkout", "/checkout/", True),
    ("/checkout", "/checkout/2", False),
    ("/checkout/*", "/checkout/2", True),
    ("/checkout*", "/checkout", True),
    ("/checkout/*", "/checkout", False),
    ("*/payment", "/fr/payment", True),
    ("*/payment", "/payment/done", False),
    ("/fr/*/aide*", "/fr/lampes/aide/livraison", True),
    ("/fr/*/aide*", "/fr/aide", False),
    ("/a*a", "/a", False),
    ("/a*a", "/aa", True),
    ("*", "/", True),
    ("/", "/", True),
    ("/.*", "/abc", False),
    ("/[a-z]", "/b", False),
    ("/a?", "/ab", False),
]


@pytest.mark.parametrize(("page", "path", "expected"), FITS)
def test_a_star_is_anything_and_everything_else_is_itself(page: str, path: str, expected: bool) -> None:
    assert (fits([page], path) is not None) == expected


def test_without_pages_every_page_fits_and_the_closest_one_counts() -> None:
    assert fits([], "/anything") == 0
    assert fits(["/*", "/help/*"], "/help/returns") == len("/help/*")
    assert fits(["/shop"], "/help") is None


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://shop.example/checkout?card=4242#step", "/checkout"),
        ("https://shop.example", "/"),
        ("/relative?x=1", "/relative"),
        ("", "/"),
        ("https://[broken/x", "/"),
        ("https://x.example/a\0b", "/ab"),
        ("https://x.example/" + "é" * 2000, "/" + "é" * 299),
    ],
)
def test_only_the_path_is_kept(url: str, path: str) -> None:
    assert path_of(url) == path


@pytest.mark.parametrize(
    "page", ["checkout", "https://x.example/", "/a*b*c*d*", "/a b", "/a\nb", " /a", "", "^/.*$"]
)
def test_what_is_no_page_is_refused_by_name(page: str) -> None:
    with pytest.raises(PagePatternUnfit) as refused:
        refuse_unfit(["/ok", page])
    assert refused.value.fields == {"pages.1": page}
