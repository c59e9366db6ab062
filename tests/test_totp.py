from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from app import totp

KNOWN = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # of the examples in RFC 6238
CODES = [(59, "287082"), (1111111109, "081804"), (1234567890, "005924")]
AT = datetime.fromtimestamp(1111111109, UTC)
STEP = 1111111109 // 30


@pytest.mark.parametrize(("seconds", "code"), CODES)
def test_codes_are_those_of_the_standard(seconds, code):
    now = datetime.fromtimestamp(seconds, UTC)

    assert totp.step_of(code, KNOWN, now) == seconds // 30


@pytest.mark.parametrize("code", ["081 804", " 081804 "])
def test_code_may_have_spaces(code):
    assert totp.step_of(code, KNOWN, AT) == STEP


@pytest.mark.parametrize(
    "code", ["", "081805", "81804", "0818040", "08180\ud800", "x" * 9999]
)
def test_wrong_code_has_no_step(code):
    assert totp.step_of(code, KNOWN, AT) is None


@pytest.mark.parametrize(
    ("seconds_off", "right"), [(-60, False), (-30, True), (30, True), (60, False)]
)
def test_clock_may_be_off_by_half_a_minute(seconds_off, right):
    now = AT + timedelta(seconds=seconds_off)

    assert (totp.step_of("081804", KNOWN, now) == STEP) is right


def test_every_secret_is_new_and_has_160_bits():
    secrets = {totp.new_secret() for _ in range(20)}

    assert len(secrets) == 20
    assert {len(secret) * 5 for secret in secrets} == {160}


def test_address_names_the_site_and_the_person():
    address = urlsplit(totp.address(KNOWN, "ada"))

    assert (address.scheme, address.netloc, address.path) == (
        "otpauth",
        "totp",
        "/Pipit:ada",
    )
    assert parse_qs(address.query) == {"secret": [KNOWN], "issuer": ["Pipit"]}
