/** An agent's reply: canned words to begin with, and one act to send it, with what becomes of the ticket. */
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { StaffTicket, TicketAction } from "@/api/types";
import { daysToMonday, momentOf, nineIn } from "@/components/time";
import { useZone } from "@/components/When";
import { useTicketAct } from "../api";
import { Composer, type Way } from "../Composer";

const CannedMenu = lazy(() => import("./CannedMenu"));
const Completion = lazy(() => import("./Completion"));
const Marks = lazy(() => import("./Marks"));
const SendMenu = lazy(() => import("./SendMenu"));
const StaffDialog = lazy(() => import("./ActDialog"));

export function Reply({ ticket }: { ticket: StaffTicket }) {
  const { t } = useTranslation("desk");
  const act = useTicketAct(ticket, { stale: t("stale"), refused: t("refused") });
  const [holding, setHolding] = useState(false);
  const { number, allowed } = ticket;
  const { timeZone } = useZone();
  const whom = t(`whom.${ticket.kind}`);
  const { version } = ticket;
  // Times are shown in the person's zone, so days begin in it too.
  const until = (days: number) => momentOf(nineIn(days, new Date(), timeZone), timeZone)?.toISOString() ?? "";
  const held = (days: number) => ({ step: "hold", until: until(days), version }) as const;
  const ways: (Way & { needs: TicketAction })[] = [
    {
      needs: "wait",
      name: "wait",
      label: t("ways.wait", { whom }),
      step: { step: "wait", version },
      done: t("asked"),
    },
    {
      needs: "resolve",
      name: "resolve",
      label: t("ways.resolve"),
      step: { step: "resolve", version },
      done: t("resolvedDone", { number, whom }),
    },
    {
      needs: "hold",
      name: "tomorrow",
      label: t("ways.tomorrow"),
      step: held(1),
      done: t("held", { number }),
    },
    {
      needs: "hold",
      name: "monday",
      label: t("ways.monday"),
      step: held(daysToMonday(new Date(), timeZone)),
      done: t("held", { number }),
    },
    { needs: "hold", name: "hold", label: t("ways.hold"), after: () => setHolding(true) },
  ];
  const open = ways.filter(({ needs }) => allowed.includes(needs));
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
        aside={(put, field) => (
          <Suspense fallback={null}>
            <CannedMenu queue={ticket.queue.id} onChoose={put} />
            <Marks kind="reply" field={field} />
          </Suspense>
        )}
        assist={(field) => (
          <Suspense fallback={null}>
            <Completion ticket={ticket} kind="reply" field={field} />
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
