"""Codes of six digits that a telephone and Pipit reckon from a secret and the time."""

from pyotp import TOTP, random_base32
from pyotp.exceptions import OTPVerificationError

EARLIER_OR_LATER = 1  # steps of 30 seconds: not every clock is right


def new_secret():
    """Return 160 random bits, in the 32 letters and digits that nobody mixes up."""
    return random_base32()


def address(secret, name):
    """Return what an authenticator app reads: the secret, and whose it is."""
    return TOTP(secret).provisioning_uri(name=name, issuer_name="Pipit")


def code(secret, now):
    """Return what a telephone with `secret` shows."""
    return TOTP(secret).at(now)


def step_of(code, secret, now):
    """Return the number of the 30 seconds that `code` is for, None if it is wrong."""
    digits = "".join(code.split())  # apps show it as 123 456
    if not digits.isascii():
        return None  # pyotp stumbles over what is not UTF-8
    try:
        return TOTP(secret).verify_and_get_timecode(
            digits, for_time=now, valid_window=EARLIER_OR_LATER
        )
    except OTPVerificationError:
        return None
