"""Checks whether a deployment answers: from outside, as a browser would, without signing in."""

import json
import re
import time
import urllib.error
import urllib.request

from . import Stop
from .portal import IMMUTABLE, REVALIDATE

# A new distribution, or a new name, takes a while to be known.
WITHIN = 180.0
PAUSE = 2.0


def ask(url):
    request = urllib.request.Request(url, headers={"accept": "*/*", "user-agent": "portico-smoke"})
    try:
        with urllib.request.urlopen(request, timeout=15) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def expect(holds, what):
    if not holds:
        raise AssertionError(what)


def look(base):
    status, headers, page = ask(f"{base}/")
    expect(status == 200 and headers["content-type"].startswith("text/html"), f"the portal's page answers {status}")
    expect(headers["cache-control"] == REVALIDATE, "the portal's page may be kept without asking")
    expect("content-security-policy" in headers, "the portal's page comes without a content security policy")
    script = re.search(rb'src="(/assets/[^"]+)"', page)
    expect(script, "the portal's page names no script")
    status, headers, _ = ask(base + script[1].decode())
    expect(status == 200 and headers["cache-control"] == IMMUTABLE, f"the portal's script answers {status}")
    status, _, body = ask(f"{base}/v1/branding")
    expect(status == 200 and "company_name" in json.loads(body), f"GET /v1/branding answers {status}: {body[:200]!r}")
    status, headers, body = ask(f"{base}/v1/home")
    expect(status == 401 and json.loads(body)["code"] == "not_signed_in", f"GET /v1/home answers {status}: {body[:200]!r}")
    expect(headers["x-request-id"], "answers carry no request id")


def test(base, within=WITHIN):
    """Looks until everything is as it should be, for a bounded time."""
    base, end = base.rstrip("/"), time.monotonic() + within
    while True:
        try:
            return look(base)
        except (AssertionError, OSError, ValueError, KeyError) as error:
            if time.monotonic() > end:
                raise Stop(f"{base} does not answer as it should: {error}") from error
            time.sleep(PAUSE)
