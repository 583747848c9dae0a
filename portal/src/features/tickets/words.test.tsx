import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Face } from "@/api/types";
import { SessionContext } from "@/context/session";
import { profile } from "@/features/profile/texts/en";
import { common } from "@/i18n/common/en";
import { files } from "@/kit/files/texts/en";
import { tickets } from "./texts/en";
import { useTicketWords } from "./words";

function Words() {
  const t = useTicketWords();
  return (
    <>
      <p>{t("ticket.close")}</p>
      <p>{t("new.check", { count: 2 })}</p>
      <p>{t("event.closed", { name: "Ann" })}</p>
      <p>{t("ticket.replySend")}</p>
    </>
  );
}

function read(face: Face) {
  const hats = [{ id: "h1", kind: face, role: "member", label: "Acme" }];
  render(
    <SessionContext value={{ hats, hat_id: "h1" } as never}>
      <Words />
    </SessionContext>,
  );
  return screen.getAllByText(/./, { selector: "p" }).map((line) => line.textContent);
}

describe("the words of the ticket pages", () => {
  it.each(["customer", "staff"] as const)("speak of tickets to %s", (face) => {
    expect(read(face)).toEqual([
      "Close ticket",
      "2 things need your attention before the ticket can be submitted.",
      "Ann closed the ticket",
      "Send",
    ]);
  });

  it.each(["partner", "employee"] as const)("speak of requests to %s", (face) => {
    expect(read(face)).toEqual([
      "Close request",
      "2 things need your attention before the request can be sent.",
      "Ann closed the request",
      "Send",
    ]);
  });

  it("call nobody a customer, and have a request for each ticket", () => {
    const lacking: string[] = [];
    function walk(texts: object, path: string) {
      const names = Object.keys(texts);
      for (const [name, text] of Object.entries(texts)) {
        if (typeof text === "object") {
          // Words for one kind of asker each, or of the type of a ticket.
          if (!/^(as|kind|side|type|typeHelp)$/.test(name)) walk(text, `${path}${name}.`);
        } else if (name.startsWith("desk_")) {
          // Mails that only staff get.
        } else if (/customer/i.test(text)) lacking.push(path + name);
        else if (/ticket/i.test(text)) {
          const [, stem, plural = ""] = /^(.*?)(_one|_other)?$/.exec(name) ?? [];
          if (!names.includes(`${stem}_request${plural}`)) lacking.push(path + name);
        }
      }
    }
    const { nav: _, ...everywhere } = common;
    for (const texts of [tickets, files, profile, everywhere]) walk(texts, "");
    expect(lacking).toEqual([]);
  });
});
