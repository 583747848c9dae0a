// What tickets-get does, as somebody would write it with the AWS SDK for JavaScript: the token is verified; session, person,
// settings and ticket are read in one batch while the touch is written; the caller's view of the ticket is answered.
import { createPublicKey, randomUUID, verify } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";

const TABLE = process.env.PORTICO_TABLE;
const store = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const keys = new Map();
const SEVERITIES = { critical: "1-Critical", high: "2-High", medium: "3-Medium", low: "4-Low" };
const STATES = {
  new: "Received",
  open: "We are working on it",
  on_hold: "We are working on it",
  waiting: "Waiting for you",
  resolved: "Solved, please confirm",
  closed: "Closed",
  merged: "Continued in another ticket",
};

async function keyOf(kid) {
  if (!keys.has(kid)) {
    const { Item } = await store.send(
      new GetCommand({ TableName: TABLE, Key: { pk: "settings", sk: "verification_keys" }, ConsistentRead: true }),
    );
    for (const jwk of Item.data.keys) keys.set(jwk.kid, createPublicKey({ key: jwk, format: "jwk" }));
  }
  return keys.get(kid);
}

async function claimsOf(authorization) {
  const [header, payload, signature] = authorization.replace(/^Bearer /i, "").split(".");
  const { kid, alg, typ } = JSON.parse(Buffer.from(header, "base64url"));
  const key = alg === "EdDSA" && typ === "at+jwt" && (await keyOf(kid));
  if (!key || !verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, "base64url"))) return null;
  const claims = JSON.parse(Buffer.from(payload, "base64url"));
  const good = claims.iss === "portico" && claims.aud === "portico-api" && claims.exp > Date.now() / 1000;
  return good ? claims : null;
}

function refuse(status, code) {
  const body = JSON.stringify({ status, code });
  return { statusCode: status, headers: { "content-type": "application/problem+json" }, body };
}

function view(ticket) {
  const { account, queue, assignee, routing_rule, clocks, ...shown } = ticket;
  return {
    ...shown,
    number: `T-${ticket.number}`,
    severity_label: SEVERITIES[ticket.severity],
    state_label: STATES[ticket.state],
    first_response_due: clocks.first_response_due,
    resolution_due: clocks.resolution_due,
    first_responded_at: clocks.first_responded_at ?? null,
    account: account && { id: account.id, name: account.name },
    files: (ticket.files ?? []).map(({ id, name, size, media_type }) => ({ id, name, size, media_type })),
    due_paused: ["waiting", "resolved", "closed", "merged"].includes(ticket.state),
    allowed: ticket.state === "resolved" ? ["confirm", "reply", "close"] : ["reply", "close"],
  };
}

export async function handler(event) {
  const claims = await claimsOf(event.headers.authorization ?? "");
  if (!claims) return refuse(401, "not_signed_in");
  const { id } = event.pathParameters;
  const now = new Date().toISOString();
  const touch = {
    id: randomUUID(),
    at: now,
    person: claims.sub,
    person_name: claims.name,
    hat: { kind: claims.hat.kind, role: claims.hat.role },
    action: "view_ticket",
    record: { kind: "ticket", id, label: "" },
    account: claims.hat.account,
    outcome: "done",
    request_id: event.requestContext.requestId,
  };
  const [read] = await Promise.all([
    store.send(
      new BatchGetCommand({
        RequestItems: {
          [TABLE]: {
            ConsistentRead: true,
            Keys: [
              { pk: `session#${claims.sid}`, sk: "session" },
              { pk: `person#${claims.sub}`, sk: "person" },
              { pk: "settings", sk: "portal" },
              { pk: `ticket#${id}`, sk: "ticket" },
            ],
          },
        },
      }),
    ),
    store.send(
      new PutCommand({
        TableName: TABLE,
        Item: {
          pk: `touch#${claims.sub}`,
          sk: touch.id,
          type: "touch",
          schema: 1,
          version: 1,
          row: touch,
          gsi1pk: `touches-of-account#${claims.hat.account}`,
          gsi1sk: touch.id,
          gsi2pk: `touches-of-record#${id}`,
          gsi2sk: touch.id,
        },
      }),
    ),
  ]);
  const found = Object.fromEntries(read.Responses[TABLE].map((item) => [item.type, item.data]));
  const { session, person, ticket } = found;
  const signedIn = session && !session.ended_at && session.expires_at > now && person?.status === "active";
  if (!signedIn || session.hat !== claims.hat.id) return refuse(401, "session_ended");
  const mine = [ticket?.requester, ...(ticket?.participants ?? [])].some((one) => one?.id === claims.sub);
  const within = mine || (claims.hat.role === "manager" && ticket?.account?.id === claims.hat.account);
  if (!ticket || !within) return refuse(404, "not_found");
  return {
    statusCode: 200,
    headers: { "content-type": "application/json", etag: `"${ticket.version}"`, "cache-control": "no-store" },
    body: JSON.stringify(view(ticket)),
  };
}
