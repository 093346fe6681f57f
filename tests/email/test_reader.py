"""The process that reads other people's mails."""

import subprocess
import sys

LISTS = (
    "import sys, visavis.channels.email.reading.__main__;"
    "print(*(name for name in sys.modules if name.startswith(('visavis.', 'psycopg', 'litestar'))))"
)


def test_it_knows_nothing_of_the_house() -> None:
    listed = subprocess.run([sys.executable, "-c", LISTS], capture_output=True, text=True, check=True)
    pure = ("visavis.channels.email.reading", "visavis.kit.html")
    above = {"visavis.channels", "visavis.channels.email", "visavis.kit"}
    assert [name for name in listed.stdout.split() if name not in above and not name.startswith(pure)] == []
