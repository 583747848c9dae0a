import { MantineProvider } from "@mantine/core";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Face, Touch } from "@/api/types";
import { useServerWords, useStateWords } from "@/components/useServerWords";
import { SessionContext } from "@/context/session";
import { SignInPage } from "@/features/auth/SignInPage";
import { json, serve } from "@/testing/server";
import { addAnyTexts, i18next, speak } from ".";

afterEach(() => act(() => speak("en-US")));

function SomeWords() {
  const server = useServerWords();
  const state = useStateWords();
  const requester = { id: "p1", name: "Ann" };
  const ticket = { state: "waiting", state_label: "Waiting for Ann", requester } as const;
  const other = { ...ticket, requester: { id: "p2", name: "Bo" }, state_label: "Waiting for Bo" };
  const merged = {
    ...ticket,
    state: "merged",
    state_label: "Merged into T-7",
    merged_into: { id: "t7", number: "T-7" },
  } as const;
  const closed = { ...ticket, state: "closed", state_label: "Closed" } as const;
  const lines = [
    ...[ticket, other, merged, closed].map(state),
    server.severity({ severity: "high", severity_label: "2-High" }),
    server.action({ action: "take_ticket", action_label: "Took a ticket" } as Touch),
    server.hat({ id: "h", kind: "customer", role: "manager", label: "Acme, manager", organisation: "Acme" }),
    server.problem({ pointer: "/name", code: "taken", detail: "There is one." }),
    server.problem({ pointer: "/name", code: "brand_new", detail: "It is new." }),
    server.sentence("Bo has it now.") || "(none)",
  ];
  return lines.map((line) => <p key={line}>{line}</p>);
}

function read(kind: Face) {
  const hats = [{ id: "h1", kind, role: "member", label: "Acme" }];
  const { unmount } = render(
    <SessionContext value={{ person: { id: "p1" }, hats, hat_id: "h1" } as never}>
      <SomeWords />
    </SessionContext>,
  );
  const lines = screen.getAllByText(/./, { selector: "p" }).map((line) => line.textContent);
  unmount();
  return lines;
}

describe("the words of the server", () => {
  it("are its own in English", () => {
    expect(read("staff")).toEqual([
      "Waiting for Ann",
      "Waiting for Bo",
      "Merged into T-7",
      "Closed",
      "2-High",
      "Took a ticket",
      "Acme, manager",
      "There is one.",
      "It is new.",
      "Bo has it now.",
    ]);
  });

  it("are translated by their codes, for the one who reads them", async () => {
    await speak("es-ES");
    const same = ["2-Alta", "Tomó un ticket", "Acme, responsable", "Ya está en uso."];
    const unknown = ["Esto no se ha aceptado. Revíselo, por favor.", "(none)"];
    expect(read("customer")).toEqual([
      ...["Pendiente de usted", "Pendiente de Bo", "Continúa en T-7", "Cerrado"],
      ...[...same, ...unknown],
    ]);
    expect(read("partner")[3]).toBe("Cerrada");
    expect(read("staff").slice(0, 4)).toEqual([
      "Pendiente de Ann",
      "Pendiente de Bo",
      "Unido a T-7",
      "Cerrado",
    ]);
  });
});

describe("another language", () => {
  it("is that of the page at once, and of the next visit", async () => {
    serve({
      "GET /v1/branding": () => json(200, { company_name: "XYZ Co.", support_email: "help@xyz.example" }),
    });
    render(
      <MantineProvider env="test">
        <SignInPage />
      </MantineProvider>,
    );
    const user = userEvent.setup();
    await user.type(screen.getByLabelText("E-mail"), "ann@acme.example");
    await user.click(screen.getByRole("button", { name: "Español" }));
    await screen.findByRole("heading", { name: "Iniciar sesión" });
    expect(screen.getByLabelText("Correo electrónico")).toHaveValue("ann@acme.example");
    expect(document.documentElement.lang).toBe("es");
    expect(document.title).toContain("Iniciar sesión");
    expect(localStorage.getItem("portico:language")).toBe("es");
    await user.click(screen.getByRole("button", { name: "English" }));
    await screen.findByRole("heading", { name: "Sign in" });
    expect(document.documentElement.lang).toMatch(/^en/);
  });

  it("is loaded alone, and again when it is needed", async () => {
    const loaded: string[] = [];
    const one = (language: string) => async () => {
      loaded.push(language);
      return { word: language };
    };
    await addAnyTexts("trial", { en: one("en"), es: one("es") });
    expect(loaded).toEqual(["en"]);
    await speak("es-MX");
    expect(loaded).toEqual(["en", "es"]);
    expect(i18next.t("trial:word" as never)).toBe("es");
    expect(i18next.language).toBe("es-MX");
  });

  it("leaves everything as it is when its texts do not come", async () => {
    const fails = vi.fn().mockRejectedValue(new TypeError("offline"));
    await addAnyTexts("broken", { en: async () => ({}), es: fails });
    await speak("es");
    expect(fails).toHaveBeenCalled();
    expect(i18next.language).toBe("en-US");
    fails.mockResolvedValue({});
    await speak("es");
    expect(i18next.language).toBe("es");
  });
});

describe("numbers and plurals", () => {
  it.each([
    [1, "Queda 1 carácter"],
    [2, "Quedan 2 caracteres"],
    // Spanish has a form of its own for whole millions.
    [1_000_000, "Quedan 1000000 caracteres"],
  ])("of %s are Spanish: %s", async (count, words) => {
    await speak("es-ES");
    expect(i18next.t("form:left", { count })).toBe(words);
  });

  it("are written as in the region", async () => {
    await speak("es-ES");
    expect(i18next.t("form:long", { most: 20_000 })).toContain("20.000");
    await speak("es-MX");
    expect(i18next.t("form:long", { most: 20_000 })).toContain("20,000");
    await speak("de-DE");
    expect(i18next.t("form:long", { most: 20_000 })).toBe("Please stay within 20.000 characters.");
  });
});
