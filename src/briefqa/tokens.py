"""The bearer token without which nothing is changed: made once, kept as a digest, expiring."""

import hashlib
import hmac
import json
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from briefqa.errors import TokenError

FILE_NAME = "TOKEN"
BYTES = 32  # of randomness; RFC 6750 asks for more than can be guessed, 128 bits are held enough
_PREFIX = "bqa_"  # so that a scanner for leaked secrets can tell what it found
_DAY = 86_400  # seconds

Verdict = Literal["valid", "wrong", "expired"]


@dataclass(frozen=True, slots=True)
class TokenDigest:
    """What is kept of a token: its SHA-256 (hex), and when it expires (seconds since 1970).

    A token of `BYTES` random bytes needs no salt and no slow hash: there is no list to try.
    `expires` None: never.
    """

    sha256: str
    expires: float | None

    @classmethod
    def of(cls, token: str, *, expires: float | None = None) -> Self:
        """Return the digest of `token`."""
        return cls(hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest(), expires)

    def judge(self, presented: str, *, now: float) -> Verdict:
        """Say whether `presented` is the token, in a time that does not tell how much of it is."""
        if not hmac.compare_digest(self.sha256, TokenDigest.of(presented).sha256):
            return "wrong"
        return "expired" if self.is_expired(now=now) else "valid"

    def is_expired(self, *, now: float) -> bool:
        """Tell whether the token is good no longer; `now` in seconds since 1970."""
        return self.expires is not None and now >= self.expires


def make_token(folder: Path, *, days: int) -> str:
    """Make a token, keep its digest in `folder` in place of an earlier one's, and return it.

    It is good for `days` days. Raises TokenError where the folder cannot be written.
    """
    token = _PREFIX + secrets.token_urlsafe(BYTES)
    kept = TokenDigest.of(token, expires=time.time() + days * _DAY)
    content = json.dumps({"sha256": kept.sha256, "expires": kept.expires}) + "\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"{FILE_NAME}.tmp"
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(content)
        draft.replace(folder / FILE_NAME)
    except OSError as error:
        raise TokenError(
            f"{folder}: the token cannot be kept ({error.strerror}).",
            hint="Make the folder writable, or set BRIEFQA_TOKEN instead.",
        ) from error
    return token


def remove_token(folder: Path) -> bool:
    """Forget the token kept in `folder`; tell whether there was one."""
    try:
        (folder / FILE_NAME).unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise TokenError(
            f"{folder}: the token cannot be removed ({error.strerror}).",
            hint=f"Remove the file {FILE_NAME} by hand.",
        ) from error
    return True


def read_token(folder: Path) -> TokenDigest | None:
    """Return what is kept in `folder`, or None where nothing is. Raises TokenError if damaged."""
    path = folder / FILE_NAME
    try:
        values = json.loads(path.read_text("ascii"))
        return TokenDigest(str(values["sha256"]), float(values["expires"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TokenError(
            f"{path}: the token's file cannot be read.", hint="Make a new one: `briefqa token`."
        ) from error
