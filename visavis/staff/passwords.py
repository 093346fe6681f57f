"""Passwords: argon2id, hashed aside so that a flood of sign-ins never keeps a chat waiting."""

import asyncio
import re
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from visavis.staff.errors import SignInBusy, WeakPassword

T = TypeVar("T")

SHORTEST = 10
# What people of our two languages type, once digits and signs are set aside.
COMMON_WORDS = """
    password passw motdepasse azerty azertyuiop azertyuiopqsdfghjklm aqwzsxedcrfv qwerty qwertyuiop
    qwertyuiopasdfghjkl qazwsx qazwsxedc qwertz abc abcd abcdef abcdefghij abcdefghijkl iloveyou jetaime
    bonjour bienvenue welcome letmein admin administrator administrateur changeme secret soleil
    sunshine princess princesse football superman monsieur madame doudou loulou chouchou marseille
    visavis visàvis qwer asdf zxcv qweasdzxc azeqsdwxc
"""
COMMON = frozenset(COMMON_WORDS.split())
RUNS = ("01234567890123456789", "98765432109876543210")
# What is checked when there is no such account: made with the settings below, opened by nobody.
NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$a6JPvItvlmhcf4YwnsefMA$KsjFwrafdKsLvxbTtpZDQCLrrTdZYw/mpZGoj8xUG34"

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class Slots:
    """Two threads that hash, and a short queue before them."""

    def __init__(self, threads: int = 2, queue: int = 100) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="argon2")
        self._most = threads + queue
        self._taken = 0

    async def run(self, work: Callable[..., T], *arguments: str) -> T:
        """Work aside; raise `SignInBusy` when too many wait already."""
        if self._taken >= self._most:
            raise SignInBusy(retry_after=2)
        self._taken += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)
        finally:
            self._taken -= 1


slots = Slots()


async def hash_password(password: str) -> str:
    """Make what is stored of a password."""
    return await slots.run(hasher.hash, _canonical(password))


async def verify(stored: str | None, password: str) -> bool:
    """Tell whether a password is the right one, with the same work when there is nothing to compare with."""
    right = await slots.run(_verify, stored or NOBODY, _canonical(password))
    return right and stored is not None


def outdated(stored: str) -> bool:
    """Tell whether a password was hashed with other settings than today's."""
    return hasher.check_needs_rehash(stored)


def refuse_weak(password: str, *, email: str, name: str) -> None:
    """Raise `WeakPassword` for one that is short, common, or made of who the person is."""
    typed = _canonical(password).casefold()
    person = {_letters(part) for part in (email, email.split("@")[0], name)} - {""}
    known = _letters(typed) in COMMON | person or any(typed in run for run in RUNS)
    if len(typed) < SHORTEST or len(set(typed)) < 5 or known:
        raise WeakPassword


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text.casefold())


def _verify(stored: str, password: str) -> bool:
    try:
        return hasher.verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _canonical(password: str) -> str:
    # Two keyboards may spell one letter in two ways.
    return unicodedata.normalize("NFKC", password)
