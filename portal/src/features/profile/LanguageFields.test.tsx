import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { speak } from "@/i18n";
import { HOME, openPage } from "@/testing/page";
import { type Asked, json, serve } from "@/testing/server";
import ProfilePage from "./ProfilePage";

let me: Record<string, unknown>;
let asked: Asked[];
const changes = () => asked.filter(({ method }) => method === "PATCH").map(({ body }) => body);

beforeEach(() => {
  me = {
    ...{ id: "p1", name: "Ann", email: "ann@acme.example", phone: null, version: 1 },
    ...{ locale: "de-DE", time_zone: "Europe/Berlin", hats: [] },
  };
  asked = serve({
    "GET /v1/me": () => json(200, me),
    "GET /v1/home": () => json(200, HOME),
    "GET /v1/me/sessions": () => json(200, { items: [], next_cursor: null }),
    "GET /v1/me/notifications": () => json(200, { mails: [], version: 1 }),
    "PATCH /v1/me": ({ body }) => {
      me = { ...me, ...(body as object), version: 2 };
      return json(200, me);
    },
    "PUT /v1/drafts/profile": () => json(200, {}),
  });
});

afterEach(() => act(() => speak("en-US")));

async function open() {
  openPage(ProfilePage, { path: "/customer/profile" });
  return await screen.findByLabelText("Language");
}

describe("the language in the profile", () => {
  it("is English for a locale without texts, with the region of it", async () => {
    expect(await open()).toHaveValue("en");
    expect(screen.getByLabelText("Dates and numbers as in")).toHaveValue("DE");
    expect(screen.getByText("For example 31 Dec 2030 and 1.234,5.")).toBeInTheDocument();
  });

  it("is changed at once, and keeps the region", async () => {
    const user = userEvent.setup();
    await user.selectOptions(await open(), "es");
    await user.click(screen.getByRole("button", { name: "Save profile" }));
    await screen.findByRole("heading", { name: "Perfil" });
    expect(changes()).toEqual([{ locale: "es-DE" }]);
    expect(screen.getByLabelText("Idioma")).toHaveValue("es");
    expect(document.documentElement.lang).toBe("es-DE");
  });

  it("stays as it is when something else is changed", async () => {
    const user = userEvent.setup();
    await open();
    await user.type(screen.getByLabelText(/Phone/), "+49 1");
    await user.click(screen.getByRole("button", { name: "Save profile" }));
    await expect.poll(changes).toEqual([{ phone: "+49 1" }]);
  });
});
