/**
 * The session of this tab. The access token lives in this module's memory and nowhere else; the refresh token is a
 * cookie no script can read. `authorisedFetch` sends a call with the token.
 */
import { forgetPerson, hasSession, markSession } from "./device";
import { ProblemError, SignedOutError } from "./problem";
import { keepBegun } from "./provider";
import type { components } from "./schema";

type SessionView = components["schemas"]["SessionView"];
type Challenge = components["schemas"]["SecondStepChallenge"];
type Begun = components["schemas"]["BegunProviderSignIn"];
type ViewedSession = components["schemas"]["ViewedSession"];
export type ProviderAnswer = components["schemas"]["CompleteProviderSignIn"];

/** Person who looks at the portal as another one, with the time at which that ends, in milliseconds since 1970. */
type Viewer = ViewedSession["viewer"] & { until: number };

export type Session = Omit<SessionView, "access_token" | "token_type" | "expires_in"> & { viewer?: Viewer };

export type SessionState =
  | { phase: "starting" | "signed_out" | "unreachable"; session: null; again: false }
  | { phase: "signed_in"; session: Session; again: boolean };

const RENEWABLE = new Set(["token_expired", "token_stale", "not_signed_in", "session_ended"]);
const LOCK = "portico-session";
const CHANNEL = "portico-session";

let token: string | null = null;
let state: SessionState = { phase: "starting", session: null, again: false };
let renewal: Promise<boolean> | null = null;
let asking: Promise<void> | null = null;
let waiting: { done: () => void; leave: (reason: SignedOutError) => void } | null = null;
let left = false;
/** Address at which a view as another person began. */
let viewedFrom = "/";
const listeners = new Set<() => void>();
const leaving = new Set<() => Promise<unknown>>();
const tabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(CHANNEL);

export function currentSession(): SessionState {
  return state;
}

/** Whether somebody has just signed out in this tab. */
export function hasLeft(): boolean {
  return left;
}

export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Registers work to finish before the person switches hats or signs out, such as saving a draft. */
export function beforeLeaving(finish: () => Promise<unknown>): () => void {
  leaving.add(finish);
  return () => leaving.delete(finish);
}

function become(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}

/**
 * Sets the address, to the start page, without notice to the page that is still drawn: the next page reads the
 * address. The router listens to `replaceState` of its own window's object, not to the one underneath. The state of the
 * entry stays: a new router would write one where there is none, and the old router would follow to a page of its own.
 */
function leaveAddress(to = "/"): void {
  History.prototype.replaceState.call(window.history, window.history.state, "", to);
}

/** ID of the person who is signed in: in a view as another person, the one who looks. */
function ownerOf(session: Session | null): string | undefined {
  return session?.viewer?.id ?? session?.person.id;
}

function end(): void {
  token = null;
  markSession(false);
  waiting?.leave(new SignedOutError());
  waiting = null;
  become({ phase: "signed_out", session: null, again: false });
}

function accept(view: SessionView, stay = false): void {
  token = view.access_token;
  markSession(true);
  left = false;
  const session: Session = { person: view.person, hats: view.hats, hat_id: view.hat_id };
  const last = state.session;
  const other = last && (last.person.id !== session.person.id || last.hat_id !== session.hat_id);
  // Calls made for one person or hat must never be answered for another.
  if (other) waiting?.leave(new SignedOutError());
  else waiting?.done();
  // A page of the hat or person before rarely exists for the next.
  if (other && !stay) leaveAddress(last.viewer ? viewedFrom : "/");
  waiting = null;
  become({ phase: "signed_in", session, again: false });
}

async function problemOf(response: Response): Promise<ProblemError> {
  const body = await response
    .clone()
    .json()
    .catch(() => undefined);
  return new ProblemError(response, body);
}

async function post<T = SessionView>(
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  const response = await fetch(path, {
    method: "POST",
    headers: body === undefined ? headers : { "Content-Type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw await problemOf(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** Runs in one tab at a time: the cookie is rotated on each use, and a rotated one used twice ends the session. */
function alone<T>(act: () => Promise<T>): Promise<T> {
  if (typeof navigator === "undefined" || !navigator.locks) return act();
  return navigator.locks.request(LOCK, () => act()) as Promise<T>;
}

function refresh(): Promise<SessionView> {
  return alone(() => post("/v1/session/refresh", undefined, { "X-Portico-Refresh": "1" }));
}

/** Finds out whether somebody is signed in, when the page opens. */
export async function startSession(): Promise<void> {
  if (!hasSession()) return end();
  become({ phase: "starting", session: null, again: false });
  try {
    accept(await refresh());
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) end();
    else become({ phase: "unreachable", session: null, again: false });
  }
}

/** Accepts the answer to a first step. Returns the challenge of the second step, if the person has one. */
function enter(answer: SessionView | Challenge): string | null {
  if ("challenge" in answer) return answer.challenge;
  accept(answer);
  tabs?.postMessage("signed_in");
  return null;
}

/** Signs in by password. Returns the challenge of the second step, if the person has one. */
export async function signIn(email: string, password: string): Promise<string | null> {
  return enter(await alone(() => post<SessionView | Challenge>("/v1/session", { email, password })));
}

/** Signs in by a code that was sent by mail. Returns the challenge of the second step, if the person has one. */
export async function signInByCode(email: string, code: string): Promise<string | null> {
  const path = "/v1/sign-in-codes/complete";
  return enter(await alone(() => post<SessionView | Challenge>(path, { email, code })));
}

/** Begins to sign in through the company's identity provider, and goes to its page. `to` is where to go afterwards. */
export async function goToProvider(to: string): Promise<void> {
  const { url, secret } = await post<Begun>("/v1/session/oidc");
  keepBegun({ secret, to });
  window.location.assign(url);
}

/** Signs in with the provider's answer. `joined` is called before the sign-in. */
export async function signInByProvider(answer: ProviderAnswer, joined: () => void): Promise<void> {
  enterAs(await alone(() => post("/v1/session/oidc/complete", answer)), joined);
}

export async function takeSecondStep(challenge: string, code: string): Promise<void> {
  enter(await alone(() => post("/v1/session/totp", { challenge, code })));
}

/** Has a code to sign in sent to an address, if somebody signs in with it. */
export async function requestSignInCode(email: string): Promise<void> {
  await post<unknown>("/v1/sign-in-codes", { email });
}

/** Has a link to a new password sent to an address, if somebody signs in with it. */
export async function requestPasswordReset(email: string): Promise<void> {
  await post<unknown>("/v1/password-resets", { email });
}

/** Sets a new password by the token of a link. All sessions of the person end. */
export async function completePasswordReset(token: string, password: string): Promise<void> {
  await post<unknown>("/v1/password-resets/complete", { token, password });
}

/** Confirms a new e-mail address by the token of a link. Other sessions of the person end. */
export async function confirmEmailChange(token: string): Promise<void> {
  await post<unknown>("/v1/me/email/confirm", { token });
}

/**
 * Accepts an invitation with the new password, and signs the invited person in. Another person who was signed in is
 * signed out in every tab. `joined` is called before the sign-in.
 */
export async function acceptInvitation(token: string, password: string, joined: () => void): Promise<void> {
  enterAs(await alone(() => post("/v1/invitations/accept", { token, password })), joined);
}

function enterAs(view: SessionView, joined: () => void): void {
  const before = ownerOf(state.session);
  if (before && before !== view.person.id) {
    end();
    forgetPerson(before);
    tabs?.postMessage("signed_out");
  }
  joined();
  accept(view);
  tabs?.postMessage("signed_in");
}

/** Longest time that leaving waits for unfinished work, in milliseconds. */
const PATIENCE = 3_000;

async function finished(): Promise<void> {
  const done = Promise.allSettled([...leaving].map((finish) => finish()));
  await Promise.race([done, new Promise((late) => setTimeout(late, PATIENCE))]);
}

export async function signOut(): Promise<void> {
  // It is the person who looks that signs out.
  if (state.session?.viewer) await stopViewing();
  const person = ownerOf(state.session);
  try {
    await finished();
    // An expired token is renewed first: otherwise the session would live on.
    await quietFetch(new Request(`${location.origin}/v1/session`, { method: "DELETE" }));
  } finally {
    left = true;
    leaveAddress();
    end();
    if (person) forgetPerson(person);
    tabs?.postMessage("signed_out");
  }
}

/** Puts on another hat of the same person and goes to its home. With `stay` the address remains. */
export async function wearHat(hatId: string, { stay = false } = {}): Promise<void> {
  await finished();
  const response = await authorisedFetch(
    new Request(`${location.origin}/v1/session/hat`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ hat_id: hatId }),
    }),
  );
  if (!response.ok) throw await problemOf(response);
  accept((await response.json()) as SessionView, stay);
  tabs?.postMessage("hat");
}

/** Shows the portal as another person sees it in one of their hats, for reading only, for some minutes. */
export async function viewAs(person: string, hatId: string): Promise<void> {
  await finished();
  const response = await authorisedFetch(
    new Request(`${location.origin}/v1/people/${person}/view-as`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ hat_id: hatId }),
    }),
  );
  if (!response.ok) throw await problemOf(response);
  const view = (await response.json()) as ViewedSession;
  viewedFrom = location.pathname + location.search;
  token = view.access_token;
  leaveAddress();
  const { person: seen, hats, hat_id } = view;
  const viewer = { ...view.viewer, until: Date.now() + view.expires_in * 1_000 };
  become({ phase: "signed_in", session: { person: seen, hats, hat_id, viewer }, again: false });
}

/** Ends the view as another person, and returns to the page on which it began. */
export async function stopViewing(): Promise<void> {
  if (state.session?.viewer && !(await renew(token))) end();
}

/** Holds calls back until the person has signed in again in place, or has left. */
function askToSignInAgain(): Promise<void> {
  if (state.phase !== "signed_in") return Promise.reject(new SignedOutError());
  token = null;
  asking ??= new Promise<void>((done, leave) => {
    waiting = { done, leave };
    if (state.phase === "signed_in") become({ ...state, again: true });
  }).finally(() => {
    asking = null;
  });
  return asking;
}

async function renewOnce(): Promise<boolean> {
  try {
    accept(await refresh());
    return true;
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) return false;
    throw error;
  }
}

/**
 * Gets a new token after `used` was refused; calls that failed together share one renewal. False: the session is over.
 */
function renew(used: string | null): Promise<boolean> {
  if (token !== null && token !== used) return Promise.resolve(true);
  if (asking) return Promise.resolve(false);
  renewal ??= renewOnce().finally(() => {
    renewal = null;
  });
  return renewal;
}

function withToken(request: Request): Request {
  const sent = request.clone();
  if (token) sent.headers.set("Authorization", `Bearer ${token}`);
  return sent;
}

/** The server's answer to a change in a view as another person; it is not asked. */
function readOnly(): Response {
  const body = {
    type: "urn:portico:problem:read_only",
    title: "Only for looking",
    status: 403,
    code: "read_only",
  };
  return new Response(JSON.stringify(body), {
    status: 403,
    headers: { "Content-Type": "application/problem+json" },
  });
}

async function send(request: Request, ask: boolean): Promise<Response> {
  const asWhom = state.session;
  if (asWhom?.viewer && request.method !== "GET") return readOnly();
  const used = token;
  const answer = await fetch(withToken(request));
  if (answer.status !== 401) return answer;
  const problem = await problemOf(answer);
  if (!RENEWABLE.has(problem.code)) return answer;
  if (!(await renew(used))) {
    if (asWhom?.viewer) end();
    if (!ask || asWhom?.viewer) return answer;
    await askToSignInAgain();
  }
  const now = state.session;
  if (asWhom && (asWhom.person.id !== now?.person.id || asWhom.hat_id !== now.hat_id))
    throw new SignedOutError();
  return fetch(withToken(request));
}

/**
 * Sends a call with the token. A refused token is renewed and the call sent once more, if necessary after the person
 * has signed in again.
 */
export function authorisedFetch(request: Request): Promise<Response> {
  return send(request, true);
}

/** Sends background work, such as saving a draft, with the token: it never interrupts to ask for a password. */
export function quietFetch(request: Request): Promise<Response> {
  return send(request, false);
}

/** A person in one of their hats. */
export interface Wearer {
  person: string;
  hat: string;
}

/** Sends a call quietly and only as this person in this hat: their text must not be kept as another's. */
export function quietFetchAs({ person, hat }: Wearer): (request: Request) => Promise<Response> {
  return (request) =>
    state.session?.person.id === person && state.session.hat_id === hat
      ? send(request, false)
      : Promise.reject(new SignedOutError());
}

if (tabs) {
  tabs.onmessage = (event: MessageEvent<string>) => {
    if (event.data === "signed_out" && state.phase === "signed_in") {
      const person = ownerOf(state.session);
      leaveAddress();
      end();
      // This tab may have kept something after the other one had forgotten it.
      if (person) forgetPerson(person);
    }
    // Another tab holds a fresh cookie now: take a token from it instead of asking the person again.
    else if (event.data === "signed_in" && (state.phase === "signed_out" || state.again)) void resume();
    else if (event.data === "hat" && state.phase === "signed_in") void resume();
  };
}

async function resume(): Promise<void> {
  try {
    accept(await refresh());
  } catch {
    // The tab stays as it is; the next call finds out.
  }
}
