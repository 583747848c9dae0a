"""What tickets-get does, as somebody would write it with boto3: the token is verified; session, person, settings and
ticket are read in one batch while the touch is written; the caller's view of the ticket is answered."""

import base64
import json
import os
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone

import boto3
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

TABLE = os.environ["PORTICO_TABLE"]
store = boto3.client("dynamodb")
pool = ThreadPoolExecutor(1)
read_value = TypeDeserializer().deserialize
write_value = TypeSerializer().serialize
keys = {}
SEVERITIES = {"critical": "1-Critical", "high": "2-High", "medium": "3-Medium", "low": "4-Low"}
STATES = {
    "new": "Received",
    "open": "We are working on it",
    "on_hold": "We are working on it",
    "waiting": "Waiting for you",
    "resolved": "Solved, please confirm",
    "closed": "Closed",
    "merged": "Continued in another ticket",
}


def unpacked(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def key_of(kid):
    if kid not in keys:
        key = {"pk": {"S": "settings"}, "sk": {"S": "verification_keys"}}
        item = store.get_item(TableName=TABLE, Key=key, ConsistentRead=True)["Item"]
        for jwk in read_value(item["data"])["keys"]:
            keys[jwk["kid"]] = Ed25519PublicKey.from_public_bytes(unpacked(jwk["x"]))
    return keys.get(kid)


def claims_of(authorization):
    try:
        header, payload, signature = authorization.split(" ", 1)[1].split(".")
        about = json.loads(unpacked(header))
        key = key_of(about["kid"])
        if about["alg"] != "EdDSA" or about["typ"] != "at+jwt" or key is None:
            return None
        key.verify(unpacked(signature), f"{header}.{payload}".encode())
        claims = json.loads(unpacked(payload))
    except (IndexError, KeyError, ValueError, InvalidSignature):
        return None
    good = claims["iss"] == "portico" and claims["aud"] == "portico-api" and claims["exp"] > time.time()
    return claims if good else None


def refuse(status, code):
    headers = {"content-type": "application/problem+json"}
    return {"statusCode": status, "headers": headers, "body": json.dumps({"status": status, "code": code})}


def view(ticket):
    hidden = ("account", "queue", "assignee", "routing_rule", "clocks")
    account, clocks = ticket.get("account"), ticket["clocks"]
    return {
        **{name: value for name, value in ticket.items() if name not in hidden},
        "number": f"T-{ticket['number']}",
        "severity_label": SEVERITIES[ticket["severity"]],
        "state_label": STATES[ticket["state"]],
        "first_response_due": clocks["first_response_due"],
        "resolution_due": clocks["resolution_due"],
        "first_responded_at": clocks.get("first_responded_at"),
        "account": account and {"id": account["id"], "name": account["name"]},
        "files": [{name: file[name] for name in ("id", "name", "size", "media_type")} for file in ticket.get("files", [])],
        "due_paused": ticket["state"] in ("waiting", "resolved", "closed", "merged"),
        "allowed": ["confirm", "reply", "close"] if ticket["state"] == "resolved" else ["reply", "close"],
    }


def handler(event):
    claims = claims_of(event["headers"].get("authorization", ""))
    if claims is None:
        return refuse(401, "not_signed_in")
    ticket_id = event["pathParameters"]["id"]
    now = datetime.now(timezone.utc).isoformat().replace("+00:00", "Z")
    touch_id = str(uuid.uuid4())
    account = claims["hat"].get("account")
    touch = {
        "id": touch_id,
        "at": now,
        "person": claims["sub"],
        "person_name": claims["name"],
        "hat": {"kind": claims["hat"]["kind"], "role": claims["hat"]["role"]},
        "action": "view_ticket",
        "record": {"kind": "ticket", "id": ticket_id, "label": ""},
        "account": account,
        "outcome": "done",
        "request_id": event["requestContext"]["requestId"],
    }
    item = {
        "pk": f"touch#{claims['sub']}",
        "sk": touch_id,
        "type": "touch",
        "schema": 1,
        "version": 1,
        "row": touch,
        "gsi1pk": f"touches-of-account#{account}",
        "gsi1sk": touch_id,
        "gsi2pk": f"touches-of-record#{ticket_id}",
        "gsi2sk": touch_id,
    }
    item = {name: write_value(value) for name, value in item.items()}
    written = pool.submit(store.put_item, TableName=TABLE, Item=item)
    wanted = [
        (f"session#{claims['sid']}", "session"),
        (f"person#{claims['sub']}", "person"),
        ("settings", "portal"),
        (f"ticket#{ticket_id}", "ticket"),
    ]
    asked = {"Keys": [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in wanted], "ConsistentRead": True}
    answer = store.batch_get_item(RequestItems={TABLE: asked})
    found = {item["type"]["S"]: read_value(item["data"]) for item in answer["Responses"][TABLE]}
    written.result()
    session, person, ticket = (found.get(name) for name in ("session", "person", "ticket"))
    signed_in = session and not session.get("ended_at") and session["expires_at"] > now and person["status"] == "active"
    if not signed_in or session["hat"] != claims["hat"]["id"]:
        return refuse(401, "session_ended")
    people = [ticket["requester"], *ticket.get("participants", [])] if ticket else []
    mine = any(one["id"] == claims["sub"] for one in people)
    of_account = ticket and claims["hat"]["role"] == "manager" and ticket["account"]["id"] == account
    if not (mine or of_account):
        return refuse(404, "not_found")
    headers = {"content-type": "application/json", "etag": f'"{ticket["version"]}"', "cache-control": "no-store"}
    return {"statusCode": 200, "headers": headers, "body": json.dumps(view(ticket), default=int)}
