import { beforeEach, describe, expect, it, vi } from "vitest";
import { json, problem, serve, session } from "@/testing/server";
import { SignedOutError } from "./problem";

type SessionModule = typeof import("./session");
let live: SessionModule;

const get = (path: string) => new Request(`${location.origin}${path}`);
const bearer = (headers: Headers) => headers.get("authorization");
const until = (check: () => void) => vi.waitFor(check, { timeout: 2_000, interval: 5 });

beforeEach(async () => {
  vi.resetModules();
  live = await import("./session");
});

describe("the session of a tab", () => {
  it("starts from the refresh cookie, with the header that proves it is the portal asking", async () => {
    localStorage.setItem("portico:session", "here");
    const asked = serve({ "POST /v1/session/refresh": () => json(200, session("t1")) });
    await live.startSession();
    expect(live.currentSession()).toMatchObject({ phase: "signed_in", session: { hat_id: "h1" } });
    expect(asked[0]?.headers.get("x-portico-refresh")).toBe("1");
    expect(asked[0]?.body).toBeUndefined();
  });

  it("shows the sign-in page when there is no session, and says so when the server cannot be reached", async () => {
    localStorage.setItem("portico:session", "here");
    serve({ "POST /v1/session/refresh": () => problem(401, "session_ended") });
    await live.startSession();
    expect(live.currentSession().phase).toBe("signed_out");
    localStorage.setItem("portico:session", "here");
    serve({});
    await live.startSession();
    expect(live.currentSession().phase).toBe("unreachable");
  });

  it("asks for nothing where nobody is signed in, nor again once they have left", async () => {
    const asked = serve({
      "POST /v1/session": () => json(200, session("t")),
      "DELETE /v1/session": () => new Response(null, { status: 204 }),
      "POST /v1/session/refresh": () => json(200, session("t")),
    });
    await live.startSession();
    expect(live.currentSession().phase).toBe("signed_out");
    expect(asked).toEqual([]);
    await live.signIn("ann@acme.example", "pass");
    await live.startSession();
    expect(live.currentSession().phase).toBe("signed_in");
    await live.signOut();
    asked.length = 0;
    await live.startSession();
    expect(live.currentSession().phase).toBe("signed_out");
    expect(asked).toEqual([]);
  });

  it("leaves the address when somebody signs out or puts on another hat, but not when a session merely ends", async () => {
    let hat = "h1";
    serve({
      "POST /v1/session": () => json(200, session("t", "p1", hat)),
      "POST /v1/session/hat": () => json(200, session("t", "p1", hat)),
      "POST /v1/session/refresh": () => problem(401, "session_ended"),
      "DELETE /v1/session": () => new Response(null, { status: 204 }),
    });
    const at = (path: string) => window.history.replaceState(null, "", path);
    at("/staff/desk?ticket=t1");
    await live.signIn("ann@acme.example", "pass");
    expect(location.pathname).toBe("/staff/desk");
    hat = "h2";
    await live.wearHat("h2", { stay: true });
    expect(location.pathname).toBe("/staff/desk");
    hat = "h3";
    await live.wearHat("h3");
    expect(location.pathname + location.search).toBe("/");
    at("/customer/tickets/new");
    await live.startSession();
    expect(location.pathname).toBe("/customer/tickets/new");
    await live.signIn("ann@acme.example", "pass");
    await live.signOut();
    expect(location.pathname).toBe("/");
  });

  it("keeps the token out of everything that stays", async () => {
    serve({ "POST /v1/session": () => json(200, session("secret-token")) });
    await live.signIn("ann@acme.example", "pass");
    expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain("secret-token");
    expect(JSON.stringify(live.currentSession())).not.toContain("secret-token");
    expect(document.cookie).not.toContain("secret-token");
  });

  it("renews a refused token once for calls that fail together, and continues each of them", async () => {
    let refreshes = 0;
    serve({
      "POST /v1/session": () => json(200, session("old")),
      "POST /v1/session/refresh": () => {
        refreshes += 1;
        return json(200, session("new"));
      },
      "POST /v1/a": ({ headers, body }) =>
        bearer(headers) === "Bearer new" ? json(200, body) : problem(401, "token_expired"),
      "GET /v1/b": ({ headers }) =>
        bearer(headers) === "Bearer new" ? json(200, "b") : problem(401, "token_stale"),
    });
    await live.signIn("ann@acme.example", "pass");
    const write = new Request(`${location.origin}/v1/a`, {
      method: "POST",
      body: JSON.stringify({ text: "kept" }),
    });
    const answers = await Promise.all([live.authorisedFetch(write), live.authorisedFetch(get("/v1/b"))]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    expect(await answers[0].json()).toEqual({ text: "kept" });
    expect(refreshes).toBe(1);
  });

  it("does not renew for a 401 that says something else", async () => {
    const asked = serve({
      "POST /v1/session": () => json(200, session("t")),
      "GET /v1/a": () => problem(401, "second_factor_needed"),
    });
    await live.signIn("ann@acme.example", "pass");
    expect((await live.authorisedFetch(get("/v1/a"))).status).toBe(401);
    expect(asked.map((one) => one.path)).toEqual(["/v1/session", "/v1/a"]);
  });

  it("asks for the password in place when the session is over, and then continues the call", async () => {
    let over = true;
    serve({
      "POST /v1/session": () => {
        const view = session(over ? "old" : "again");
        return json(200, view);
      },
      "POST /v1/session/refresh": () => problem(401, "session_ended"),
      "GET /v1/a": ({ headers }) =>
        bearer(headers) === "Bearer again" ? json(200, "done") : problem(401, "token_expired"),
    });
    await live.signIn("ann@acme.example", "pass");
    const call = live.authorisedFetch(get("/v1/a"));
    await until(() => expect(live.currentSession()).toMatchObject({ phase: "signed_in", again: true }));
    over = false;
    await live.signIn("ann@acme.example", "pass");
    expect(await (await call).json()).toBe("done");
    expect(live.currentSession()).toMatchObject({ again: false });
  });

  it("never continues a call for another person", async () => {
    let person = "p1";
    serve({
      "POST /v1/session": () => json(200, session("t", person)),
      "POST /v1/session/refresh": () => problem(401, "session_ended"),
      "GET /v1/a": () => problem(401, "token_expired"),
    });
    await live.signIn("ann@acme.example", "pass");
    const call = live.authorisedFetch(get("/v1/a")).catch((error: unknown) => error);
    await until(() => expect(live.currentSession()).toMatchObject({ again: true }));
    person = "p2";
    await live.signIn("eve@acme.example", "pass");
    expect(await call).toMatchObject({ name: "SignedOutError" });
  });

  it("gives up waiting calls when the person signs out instead", async () => {
    serve({
      "POST /v1/session": () => json(200, session("t")),
      "DELETE /v1/session": () => new Response(null, { status: 204 }),
      "POST /v1/session/refresh": () => problem(401, "session_ended"),
      "GET /v1/a": () => problem(401, "token_expired"),
    });
    await live.signIn("ann@acme.example", "pass");
    const call = live.authorisedFetch(get("/v1/a")).catch((error: unknown) => error);
    await until(() => expect(live.currentSession()).toMatchObject({ again: true }));
    await live.signOut();
    expect(await call).toBeInstanceOf(Error);
    expect(((await call) as Error).name).toBe(new SignedOutError().name);
    expect(live.currentSession().phase).toBe("signed_out");
  });

  it("forgets on this device what the person typed who signs out, and nobody else's", async () => {
    serve({
      "POST /v1/session": () => json(200, session("t", "p1")),
      "DELETE /v1/session": () => new Response(null, { status: 204 }),
    });
    const places = ["portico:draft:p1:ticket", "portico:draft:p1:reply-7", "portico:submission:p1"];
    const others = ["portico:draft:p10:ticket", "portico:submission:p2", "portico:branding"];
    for (const place of [...places, ...others]) localStorage.setItem(place, "{}");
    await live.signIn("ann@acme.example", "pass");
    await live.signOut();
    expect(Object.keys(localStorage).sort()).toEqual([...others].sort());
  });

  it("keeps it on this device when the session merely ends", async () => {
    serve({
      "POST /v1/session": () => json(200, session("t", "p1")),
      "POST /v1/session/refresh": () => problem(401, "session_ended"),
    });
    localStorage.setItem("portico:draft:p1:ticket", "{}");
    await live.signIn("ann@acme.example", "pass");
    await live.startSession();
    expect(live.currentSession().phase).toBe("signed_out");
    expect(localStorage.getItem("portico:draft:p1:ticket")).toBe("{}");
  });

  it("has finished what is under way before it signs out, but does not wait for ever", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const asked = serve({
      "POST /v1/session": () => json(200, session("t")),
      "PUT /v1/drafts/ticket": () => json(200, {}),
      "DELETE /v1/session": () => new Response(null, { status: 204 }),
    });
    await live.signIn("ann@acme.example", "pass");
    const save = () =>
      live.quietFetchAs({ person: "p1", hat: "h1" })(
        new Request(`${location.origin}/v1/drafts/ticket`, { method: "PUT", body: "{}" }),
      );
    live.beforeLeaving(save);
    live.beforeLeaving(() => Promise.reject(new Error("no")));
    live.beforeLeaving(() => new Promise(() => undefined));
    const out = live.signOut();
    await vi.advanceTimersByTimeAsync(3_100);
    await out;
    const made = asked.map((one) => `${one.method} ${one.path}`);
    // Tabs of other tests hear of it and renew.
    expect(made.filter((one) => one !== "POST /v1/session/refresh")).toEqual([
      "POST /v1/session",
      "PUT /v1/drafts/ticket",
      "DELETE /v1/session",
    ]);
    expect(live.currentSession().phase).toBe("signed_out");
    vi.useRealTimers();
  });

  it("has finished what is under way before another hat is put on", async () => {
    let hat = "h1";
    const asked = serve({
      "POST /v1/session": () => json(200, session("t", "p1", hat)),
      "PUT /v1/drafts/ticket": () => json(200, {}),
      "POST /v1/session/hat": () => json(200, session("t2", "p1", hat)),
    });
    await live.signIn("ann@acme.example", "pass");
    const save = () =>
      live.quietFetchAs({ person: "p1", hat: "h1" })(
        new Request(`${location.origin}/v1/drafts/ticket`, { method: "PUT", body: "{}" }),
      );
    const stop = live.beforeLeaving(save);
    hat = "h2";
    await live.wearHat("h2");
    stop();
    const made = asked.map((one) => `${one.method} ${one.path}`);
    expect(made.filter((one) => one !== "POST /v1/session/refresh")).toEqual([
      "POST /v1/session",
      "PUT /v1/drafts/ticket",
      "POST /v1/session/hat",
    ]);
    await expect(save()).rejects.toMatchObject({ name: "SignedOutError" });
  });

  it("sends nothing of one person's as another", async () => {
    const asked = serve({ "POST /v1/session": () => json(200, session("t", "p2")) });
    await live.signIn("eve@acme.example", "pass");
    const kept = live
      .quietFetchAs({ person: "p1", hat: "h1" })(get("/v1/drafts/ticket"))
      .catch((error: unknown) => error);
    expect(await kept).toMatchObject({ name: "SignedOutError" });
    expect(asked.filter((one) => one.path === "/v1/drafts/ticket")).toEqual([]);
  });

  it("never interrupts for background work", async () => {
    serve({
      "POST /v1/session": () => json(200, session("t")),
      "POST /v1/session/refresh": () => problem(401, "session_ended"),
      "PUT /v1/drafts/ticket": () => problem(401, "token_expired"),
    });
    await live.signIn("ann@acme.example", "pass");
    const save = new Request(`${location.origin}/v1/drafts/ticket`, { method: "PUT", body: "{}" });
    expect((await live.quietFetch(save)).status).toBe(401);
    expect(live.currentSession()).toMatchObject({ phase: "signed_in", again: false });
  });

  it("refreshes under a lock shared by all tabs", async () => {
    const names: string[] = [];
    vi.stubGlobal("navigator", {
      ...navigator,
      locks: {
        request: (name: string, act: () => unknown) => {
          names.push(name);
          return act();
        },
      },
    });
    localStorage.setItem("portico:session", "here");
    serve({ "POST /v1/session/refresh": () => json(200, session("t")) });
    await live.startSession();
    expect(names).toEqual(["portico-session"]);
    vi.unstubAllGlobals();
  });
});

describe("a view as another person", () => {
  const VIEW = {
    ...session("view", "p2", "h2"),
    person: { id: "p2", name: "Bo Berg", email: "bo@acme.example", locale: "en" },
    viewer: { id: "p1", name: "Ann Archer" },
  };
  const path = "/v1/people/p2/view-as";
  const at = (address: string) => window.history.replaceState(null, "", address);
  const look = async (routes: Parameters<typeof serve>[0] = {}) => {
    const asked = serve({
      "POST /v1/session": () => json(200, session("own")),
      "POST /v1/session/refresh": () => json(200, session("renewed")),
      [`POST ${path}`]: () => json(200, VIEW),
      "GET /v1/a": () => json(200, "a"),
      ...routes,
    });
    await live.signIn("ann@acme.example", "pass");
    at("/staff/people/p2?tab=1");
    await live.viewAs("p2", "h2");
    return asked;
  };

  it("reads with a token of its own, and sends nothing that changes something", async () => {
    const asked = await look();
    expect(asked.find((one) => one.path === path)?.body).toEqual({ hat_id: "h2" });
    expect(location.pathname).toBe("/");
    const { session: seen } = live.currentSession();
    expect(seen).toMatchObject({ person: { id: "p2" }, hat_id: "h2", viewer: { name: "Ann Archer" } });
    expect(JSON.stringify(seen)).not.toContain('view"');
    await live.authorisedFetch(get("/v1/a"));
    expect(bearer(asked.at(-1)?.headers ?? new Headers())).toBe("Bearer view");
    const count = asked.length;
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      const answer = await live.authorisedFetch(new Request(`${location.origin}/v1/a`, { method }));
      expect([answer.status, (await answer.json()).code]).toEqual([403, "read_only"]);
    }
    expect(asked).toHaveLength(count);
  });

  it("returns to the page on which it began, and leaves the person's own drafts alone", async () => {
    await look();
    localStorage.setItem("portico:draft:p2:ticket", "{}");
    await live.stopViewing();
    expect(live.currentSession().session).toMatchObject({ person: { id: "p1" } });
    expect(live.currentSession().session?.viewer).toBeUndefined();
    expect(location.pathname + location.search).toBe("/staff/people/p2?tab=1");
    expect(localStorage.getItem("portico:draft:p2:ticket")).toBe("{}");
  });

  it("ends by itself when its token is over", async () => {
    await look({ "GET /v1/a": () => problem(401, "token_expired") });
    await expect(live.authorisedFetch(get("/v1/a"))).rejects.toMatchObject({ name: "SignedOutError" });
    expect(live.currentSession().session).toMatchObject({ person: { id: "p1" } });
  });

  it("never asks for the password of the person who is seen", async () => {
    await look({
      "GET /v1/a": () => problem(401, "session_ended"),
      "POST /v1/session/refresh": () => problem(401, "session_ended"),
    });
    await live.authorisedFetch(get("/v1/a"));
    expect(live.currentSession()).toMatchObject({ phase: "signed_out", again: false });
  });

  it("is left by the person who looks when they sign out", async () => {
    const asked = await look({ "DELETE /v1/session": () => new Response(null, { status: 204 }) });
    await live.signOut();
    expect(live.currentSession().phase).toBe("signed_out");
    const [left] = asked.filter(({ method }) => method === "DELETE");
    expect(bearer(left?.headers ?? new Headers())).toBe("Bearer renewed");
  });

  it("is refused in words", async () => {
    serve({
      "POST /v1/session": () => json(200, session("own")),
      [`POST ${path}`]: () => problem(409, "state_conflict"),
    });
    await live.signIn("ann@acme.example", "pass");
    await expect(live.viewAs("p2", "h2")).rejects.toMatchObject({ code: "state_conflict" });
    expect(live.currentSession().session?.viewer).toBeUndefined();
  });
});
