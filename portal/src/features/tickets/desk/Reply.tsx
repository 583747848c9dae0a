/** An agent's reply: canned words to begin with, and one act to send it, with what becomes of the ticket. */
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { StaffTicket } from "@/api/types";
import { ticketActs, useTicketAct } from "../api";
import { Composer, type Way } from "../Composer";

const CannedMenu = lazy(() => import("./CannedMenu"));
const SendMenu = lazy(() => import("./SendMenu"));
const StaffDialog = lazy(() => import("./ActDialog"));

export function Reply({ ticket }: { ticket: StaffTicket }) {
  const { t } = useTranslation("desk");
  const act = useTicketAct(ticket, { stale: t("stale"), refused: t("refused") });
  const [holding, setHolding] = useState(false);
  const { number, allowed } = ticket;
  const { wait, resolve } = ticketActs(ticket.id);
  const whom = t(`whom.${ticket.kind}`);
  const ways = [
    {
      name: "wait",
      label: t("ways.wait", { whom }),
      send: (text: string, key: string) => act.run("wait", wait(text), { done: t("asked"), key }),
    },
    {
      name: "resolve",
      label: t("ways.resolve"),
      send: (text: string, key: string) =>
        act.run("resolve", resolve(text), { done: t("resolvedDone", { number, whom }), key }),
    },
    { name: "hold", label: t("ways.hold"), after: () => setHolding(true) },
  ] satisfies Way[];
  const open = ways.filter(({ name }) => (allowed as string[]).includes(name));
  return (
    <>
      <Composer
        ticket={ticket.id}
        kind="reply"
        rows={3}
        label={t("replyLabel", { whom })}
        help={t("replyHelp", { name: ticket.requester.name })}
        submit={t("replySend")}
        onFailed={act.conflict}
        beside={(put) => (
          <Suspense fallback={null}>
            <CannedMenu queue={ticket.queue.id} onChoose={put} />
          </Suspense>
        )}
        ways={open}
        menu={(menu) =>
          open.length > 0 && (
            <Suspense fallback={null}>
              <SendMenu ways={open} {...menu} />
            </Suspense>
          )
        }
      />
      {holding && (
        <Suspense fallback={null}>
          <StaffDialog asked="hold" ticket={ticket} act={act} onClose={() => setHolding(false)} />
        </Suspense>
      )}
    </>
  );
}
