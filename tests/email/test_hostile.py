"""No mail holds the reader up: those made for it are read, a tenth of their size, where squares would already tell."""

import pytest

from visavis.bench.mail.hostile import CASES
from visavis.channels.email.reading import read_mail


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", CASES)
def test_a_mail_made_to_hold_the_reader_up_is_read(name: str) -> None:
    make, count = CASES[name]
    read = read_mail(make(count // 10))
    assert len(read.text) <= 500_000
    assert len(read.files) <= 200
