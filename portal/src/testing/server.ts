/** A stand-in for the server in tests: answers by method and path, and remembers what it was asked. */
import { vi } from "vitest";

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: unknown;
}

export type Reply = (asked: Asked) => Response | Promise<Response>;

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json", ...headers },
  });
}

export function problem(
  status: number,
  code: string,
  more: object = {},
  headers: Record<string, string> = {},
) {
  const body = { type: "about:blank", title: code, status, code, request_id: "req-1", ...more };
  return json(status, body, { "Content-Type": "application/problem+json", ...headers });
}

export function session(token: string, person = "p1", hat = "h1") {
  return {
    access_token: token,
    token_type: "Bearer",
    expires_in: 600,
    person: { id: person, name: "Ann Archer", email: "ann@acme.example" },
    hats: [{ id: hat, kind: "customer", role: "member", label: "Acme Inc." }],
    hat_id: hat,
  };
}

/** Answers to what many pages ask and few tests are about: a company without fields of its own. */
const USUAL: Record<string, Reply> = {
  "GET /v1/ticket-fields": () => json(200, { items: [], next_cursor: null }),
};

/** Puts `routes` ("POST /v1/tickets") in the place of the network. */
export function serve(routes: Record<string, Reply>): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal("fetch", async (input: Request | string, init?: RequestInit) => {
    const request = input instanceof Request ? input : new Request(new URL(input, location.origin), init);
    const { pathname: path, searchParams: query } = new URL(request.url);
    const text = await request.clone().text();
    const one = {
      method: request.method,
      path,
      query,
      headers: request.headers,
      body: text ? JSON.parse(text) : undefined,
    };
    asked.push(one);
    const route = routes[`${request.method} ${path}`] ?? USUAL[`${request.method} ${path}`];
    if (!route) throw new TypeError(`nothing answers ${request.method} ${path}`);
    return route(one);
  });
  return asked;
}
