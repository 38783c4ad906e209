"""Requests of people who are signed in, for schemathesis: sessions and known ids come in VANTHU_FUZZ (JSON)."""

import json
import os
import re
from itertools import count
from zlib import crc32

import schemathesis

WORLD = json.loads(os.environ["VANTHU_FUZZ"])
COOKIES = WORLD["cookies"]
KNOWN = WORLD["known"]
HASHES = WORLD["contentHashes"]
SENT = count()


def known(name, value):
    """Three made-up ids of four become one that exists: what lies behind the first 404 is to be tried too."""
    values = KNOWN.get(name)
    if not values or not isinstance(value, str):
        return value
    drawn = crc32(value.encode("utf-8", "surrogatepass"))
    return values[(drawn >> 2) % len(values)] if drawn % 4 else value


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    return path_parameters and {name: known(name, value) for name, value in path_parameters.items()}


@schemathesis.hook
def map_query(context, query):
    return query and {name: known(name, value) for name, value in query.items()}


@schemathesis.hook
def before_call(context, case, kwargs):
    number = next(SENT)
    headers = case.headers
    headers["Cookie"] = COOKIES[number % len(COOKIES)]
    headers["X-Van-Thu"] = "1"
    headers["Sec-Fetch-Site"] = "same-origin"
    # A made-up token would end each request at the door.
    headers.pop("Authorization", None)
    # A key that would be accepted is made new, or the second request of a run would only repeat the first one's answer.
    if re.fullmatch(r"[A-Za-z0-9_-]{16,64}", headers.get("Idempotency-Key") or ""):
        headers["Idempotency-Key"] = f"schemathesis-{number:010d}"
    # A well-formed hash becomes that of the text as it stands: a verb refuses any other before its own rule.
    body = case.body
    standing = HASHES.get((case.path_parameters or {}).get("id"))
    if standing and isinstance(body, dict) and re.fullmatch(r"[0-9a-f]{64}", str(body.get("contentHash"))):
        body["contentHash"] = standing
