"""The seal on what must be kept and read again: the keys of the apps that show sign-in codes, encrypted.

The keys of the seal come from the settings or, where nobody chose any, from a file that is made at the first start.
The first key seals; those behind it only open what was sealed before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot import secret_file
from bot.errors import SetUpError
from bot.settings import Settings

VARIABLE = "FINGERPOST_SECOND_STEP_KEYS"
NAME = "second_step.keys"


class Unreadable(SetUpError):
    """Something was sealed with a key that is not there any more, or was changed since."""


@dataclass(frozen=True)
class Seal:
    """Closes and opens. Never prints its keys."""

    _keys: MultiFernet = field(repr=False)

    @classmethod
    def of(cls, settings: Settings) -> Seal:
        """Read the keys, making one the first time. Raises SetUpError for what is no key."""
        chosen = settings.second_step_keys.get_secret_value()
        return cls.with_keys(chosen, VARIABLE) if chosen else cls._from_file(settings.var / NAME)

    @classmethod
    def with_keys(cls, written: str, where: str = VARIABLE) -> Seal:
        """Return the seal of keys that are written one behind the other, the newest first. `where` is for the error."""
        keys = re.findall(r"[^\s,]+", written)
        try:
            return cls(MultiFernet([Fernet(key) for key in keys]))
        except ValueError as error:
            raise SetUpError(
                f"{where} holds no key, or something that is none. Put back the keys that were there, or those who "
                "answer must set up their second step anew; `python -m bot desk new-key` prints a new key."
            ) from error

    @classmethod
    def _from_file(cls, path: Path) -> Seal:
        if not path.exists():
            secret_file.keep(path, new_key())
        return cls.with_keys(path.read_text(encoding="utf-8"), str(path))

    def close(self, plain: str) -> str:
        """Return what may be kept."""
        return self._keys.encrypt(plain.encode()).decode()

    def open(self, sealed: str, *, member: int) -> str:
        """Return what was closed. Raises Unreadable, which names the member of staff by number and says what to do."""
        try:
            return self._keys.decrypt(sealed).decode()
        except (InvalidToken, ValueError) as error:  # the latter for letters that no token has
            raise Unreadable(
                f"The second step of member {member} cannot be read with the keys of this machine. Put the earlier key "
                f"back, behind the newest, in {VARIABLE} or {NAME}, and start again; if it is lost, an admin resets "
                "that second step under Members (`python -m bot desk invite --role admin` makes an admin)."
            ) from error


def new_key() -> str:
    """Return a key that nobody has used."""
    return Fernet.generate_key().decode()
