import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { Toasts } from "@/components/toasts";
import { HOME, openPage } from "@/testing/page";
import { type Asked, json, problem, type Reply, serve } from "@/testing/server";
import ProfilePage from "./ProfilePage";

const ME = {
  id: "p1",
  name: "Ann",
  email: "ann@acme.example",
  phone: null,
  locale: "en-US",
  time_zone: "UTC",
  status: "active",
  hats: [],
  second_factor: false,
  version: 1,
};
const NEW = "another sentence is easy";
const WRONG_CODE = { pointer: "/code", code: "wrong_code", detail: "No." };
const gone = () => new Response(null, { status: 204 });

const row = (id: string, current: boolean, browser: string | null, system: string | null) => ({
  id,
  current,
  browser,
  system,
  place: "203.0.113.x",
  signed_in_at: "2025-01-01T10:00:00Z",
  last_used_at: "2025-01-01T11:00:00Z",
});

let me: typeof ME;
let sessions: ReturnType<typeof row>[];
let mails: { category: string; on: boolean }[];
let asked: Asked[];

function open(routes: Record<string, Reply> = {}) {
  asked = serve({
    "GET /v1/home": () => json(200, HOME),
    "GET /v1/me": () => json(200, me),
    "GET /v1/me/sessions": () => json(200, { items: sessions, next_cursor: null }),
    "GET /v1/me/notifications": () => json(200, { mails, version: me.version }),
    ...routes,
  });
  const Page = () => (
    <>
      <ProfilePage />
      <Toasts />
    </>
  );
  openPage(Page, { path: "/customer/profile" });
  return userEvent.setup();
}

const sent = (method: string, path: string) =>
  asked.filter((one) => one.method === method && one.path === path).map(({ body }) => body);

beforeEach(() => {
  me = { ...ME };
  mails = [
    { category: "ticket_received", on: true },
    { category: "ticket_reminders", on: false },
  ];
  sessions = [row("s2", true, "Firefox", "Windows"), row("s1", false, "Safari", "iPhone")];
});

describe("the parts of the profile", () => {
  it("are in groups, and a list leads to each without leaving the page", async () => {
    const user = open();
    const list = await screen.findByRole("navigation", { name: "Parts of the profile" });
    const links = within(list).getAllByRole("link");
    expect(links.map((link) => link.textContent)).toEqual([
      "Name, language and time",
      "Your roles",
      "E-mail",
      "Password",
      "Second step of signing in",
      "Where you are signed in",
      "Mails we send you",
    ]);
    const signingIn = screen.getByRole("region", { name: "Signing in" });
    expect(within(signingIn).getByRole("heading", { name: "Password", level: 3 })).toBeInTheDocument();
    await user.type(screen.getByRole("textbox", { name: /^Phone/ }), "1");
    await user.click(within(list).getByRole("link", { name: "Password" }));
    expect(document.activeElement).toContainElement(screen.getByRole("heading", { name: "Password" }));
    expect(screen.getByRole("textbox", { name: /^Phone/ })).toHaveValue("1");
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  });
});

describe("the e-mail address", () => {
  const change = async (user: ReturnType<typeof userEvent.setup>) => {
    await user.click(await screen.findByRole("button", { name: "Change…" }));
    return within(await screen.findByRole("dialog", { name: "Change your e-mail address" }));
  };

  it("is asked for with the password, and stays until the link is confirmed", async () => {
    const user = open({ "POST /v1/me/email": () => json(202, { valid_for_minutes: 1440 }) });
    await screen.findByText("ann@acme.example");
    const dialog = await change(user);
    await user.click(dialog.getByRole("button", { name: "Send the link" }));
    await dialog.findByText("Please enter the new address.");
    await dialog.findByText("Please enter your present password.");
    await user.type(dialog.getByLabelText("New e-mail address"), " new@acme.example ");
    await user.type(dialog.getByLabelText("Your password"), NEW);
    await user.click(dialog.getByRole("button", { name: "Send the link" }));
    await screen.findByText(/We sent a link to new@acme.example, unless/);
    expect(sent("POST", "/v1/me/email")).toEqual([{ email: "new@acme.example", password: NEW }]);
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.getByText("ann@acme.example")).toBeVisible();
  });

  it.each([
    ["/password", "wrong_password", "This is not your present password."],
    ["/email", "unchanged", "This is the address you have already."],
  ])("says what is wrong: %s %s", async (pointer, code, words) => {
    const errors = [{ pointer, code, detail: "No." }];
    const user = open({ "POST /v1/me/email": () => problem(422, "input_invalid", { errors }) });
    const dialog = await change(user);
    await user.type(dialog.getByLabelText("New e-mail address"), "ann@acme.example");
    await user.type(dialog.getByLabelText("Your password"), NEW);
    await user.click(dialog.getByRole("button", { name: "Send the link" }));
    await dialog.findByText(new RegExp(words));
    expect(dialog.getByLabelText("New e-mail address")).toHaveValue("ann@acme.example");
  });
});

describe("the password", () => {
  it("is changed with the present one", async () => {
    let answer = problem(422, "input_invalid", {
      errors: [{ pointer: "/old_password", code: "wrong_password", detail: "No." }],
    });
    const user = open({ "PUT /v1/me/password": () => answer });
    await user.type(await screen.findByLabelText("Present password"), "not it");
    await user.type(screen.getByLabelText("New password"), "too short");
    await user.click(screen.getByRole("button", { name: "Change password" }));
    await screen.findByText("Please choose a password of at least 15 characters.");
    await user.clear(screen.getByLabelText("New password"));
    await user.type(screen.getByLabelText("New password"), NEW);
    await user.click(screen.getByRole("button", { name: "Change password" }));
    await screen.findByText(/This is not your present password/);
    answer = gone();
    await user.click(screen.getByRole("button", { name: "Change password" }));
    await screen.findByText("Your password is changed. You are signed out everywhere else.");
    expect(sent("PUT", "/v1/me/password")[1]).toEqual({ old_password: "not it", new_password: NEW });
    expect(screen.getByLabelText("Present password")).toHaveValue("");
    expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain(NEW);
  });
});

describe("the sessions", () => {
  it("are shown in plain words, and one is ended", async () => {
    const user = open({
      "DELETE /v1/me/sessions/s1": () => {
        sessions = sessions.filter(({ id }) => id !== "s1");
        return gone();
      },
    });
    const list = await screen.findByRole("list", { name: "Where you are signed in" });
    const [here, there] = within(list).getAllByRole("listitem");
    expect(here).toHaveTextContent("Firefox on Windows");
    expect(here).toHaveTextContent("This device");
    expect(within(here as HTMLElement).queryByRole("button")).toBeNull();
    expect(there).toHaveTextContent("Safari on iPhone");
    await user.click(screen.getByRole("button", { name: "Sign out Safari on iPhone, from 203.0.113.x" }));
    await screen.findByText("Safari on iPhone is signed out.");
    expect(sent("DELETE", "/v1/me/sessions/s1")).toHaveLength(1);
    await expect.poll(() => within(list).getAllByRole("listitem")).toHaveLength(1);
    expect(screen.queryByRole("button", { name: "Sign out everywhere else" })).toBeNull();
  });

  it("are all ended but this one", async () => {
    sessions.push(row("s0", false, null, null));
    const user = open({ "DELETE /v1/me/sessions": gone });
    await screen.findByText("Unknown device");
    await user.click(screen.getByRole("button", { name: "Sign out everywhere else" }));
    await screen.findByText("You are signed out everywhere else.");
    expect(sent("DELETE", "/v1/me/sessions")).toHaveLength(1);
  });
});

describe("the second step", () => {
  it("is set up with an app, and its recovery codes are shown once", async () => {
    const user = open({
      "POST /v1/me/totp": () => json(200, { secret: "JBSWY3DPEHPK3PXP", url: "otpauth://totp/XYZ:ann" }),
      "POST /v1/me/totp/confirm": () => {
        me = { ...me, second_factor: true };
        return json(200, { recovery_codes: ["aaaa-bbbb-cccc-dddd", "eeee-ffff-gggg-hhhh"] });
      },
    });
    await user.click(await screen.findByRole("button", { name: "Set it up" }));
    await user.type(await screen.findByLabelText("Your password"), "a sentence is easy");
    await user.click(screen.getByRole("button", { name: "Go on" }));
    expect(await screen.findByRole("img", { name: /QR code/ })).toBeInTheDocument();
    expect(screen.getByText("JBSW Y3DP EHPK 3PXP")).toBeInTheDocument();
    await user.type(screen.getByLabelText("Code that the app shows"), "123 456");
    await user.click(screen.getByRole("button", { name: "Turn it on" }));
    expect(await screen.findByText("aaaa-bbbb-cccc-dddd")).toBeInTheDocument();
    expect(sent("POST", "/v1/me/totp/confirm")).toEqual([{ code: "123456" }]);
    await user.click(screen.getByRole("button", { name: "I have kept them" }));
    await screen.findByText(/^On: we ask for a code/);
    expect(screen.queryByText("aaaa-bbbb-cccc-dddd")).toBeNull();
  });

  it("is turned off with a code", async () => {
    me = { ...me, second_factor: true };
    let answer = () => problem(422, "input_invalid", { errors: [WRONG_CODE] });
    const user = open({ "DELETE /v1/me/totp": () => answer() });
    await user.click(await screen.findByRole("button", { name: "Turn it off" }));
    await user.click(await screen.findByRole("button", { name: "Turn it off" }));
    await screen.findByText(/enter the code of your app, or a recovery code/);
    expect(sent("DELETE", "/v1/me/totp")).toHaveLength(0);
    await user.type(screen.getByLabelText("Code of your app"), "123 456");
    await user.click(screen.getByRole("button", { name: "Turn it off" }));
    await screen.findByText(/This code is not right, or it was used already/);
    answer = () => {
      me = { ...me, second_factor: false };
      return gone();
    };
    await user.click(screen.getByRole("button", { name: "Turn it off" }));
    await screen.findByText("The second step is off.");
    expect(sent("DELETE", "/v1/me/totp")[1]).toEqual({ code: "123 456" });
    await screen.findByRole("button", { name: "Set it up" });
  });

  it("gets new recovery codes with a code", async () => {
    me = { ...me, second_factor: true };
    const user = open({
      "POST /v1/me/totp/recovery-codes": () => json(200, { recovery_codes: ["iiii-jjjj-kkkk-llll"] }),
    });
    await user.click(await screen.findByRole("button", { name: "New recovery codes" }));
    await user.type(await screen.findByLabelText("Code of your app"), "123456");
    await user.click(screen.getByRole("button", { name: "Make new codes" }));
    await screen.findByText("iiii-jjjj-kkkk-llll");
    expect(sent("POST", "/v1/me/totp/recovery-codes")).toEqual([{ code: "123456" }]);
    await user.click(screen.getByRole("button", { name: "I have kept them" }));
    await screen.findByText(/^On: we ask for a code/);
    expect(screen.queryByText("iiii-jjjj-kkkk-llll")).toBeNull();
  });
});

describe("the mails", () => {
  it("are chosen by kind, as they were seen", async () => {
    let answer = () => {
      mails = [{ category: "ticket_received", on: false }];
      me = { ...me, version: 2 };
      return json(200, { mails, version: 2 });
    };
    const user = open({ "PUT /v1/me/notifications": () => answer() });
    await screen.findByRole("heading", { name: "Mails we send you" });
    const received = await screen.findByRole("switch", { name: "Your message has arrived" });
    expect(received).toBeChecked();
    expect(screen.getByRole("switch", { name: "Reminders" })).not.toBeChecked();
    await user.click(received);
    await screen.findByText("Your choice is saved.");
    expect(screen.getByRole("switch", { name: "Your message has arrived" })).not.toBeChecked();
    expect(sent("PUT", "/v1/me/notifications")).toEqual([
      { mails: [{ category: "ticket_received", on: false }] },
    ]);
    const put = asked.find(({ method }) => method === "PUT");
    expect(put?.headers.get("If-Match")).toBe('"1"');
    answer = () => problem(412, "stale");
    await user.click(screen.getByRole("switch", { name: "Your message has arrived" }));
    await screen.findByText(/Somebody changed this in the meantime/);
  });
});
