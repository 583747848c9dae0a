/** Page of a ticket for its customer: its state, the next act and its timeline. */

import { Button } from "@mantine/core";
import { IconArrowMerge, IconHelpCircle, IconMessage } from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import type { Ticket } from "@/api/types";
import { Callout } from "@/components/Callout";
import { Message } from "@/components/Message";
import { Named } from "@/components/Named";
import { Card } from "@/components/Page";
import paper from "@/components/paper.module.css";
import { SeverityMark } from "@/components/Status";
import { QueryResult } from "@/components/states";
import { When } from "@/components/When";
import { useShortcuts } from "@/context/keys";
import { askingAs, usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import { RecordPage } from "@/kit/record/RecordPage";
import { Print } from "@/kit/show/Print";
import { useTicket, useTimeline, useWholeTimeline } from "./api";
import { Composer } from "./Composer";
import { CloseAct, CustomerActs, shownSolution } from "./CustomerActs";
import { Links, useLinks } from "./Links";
import { OpeningFiles } from "./OpeningFiles";
import { Properties } from "./Properties";
import classes from "./TicketPage.module.css";
import { TicketState } from "./TicketState";
import { Timeline } from "./Timeline";
import "./texts";
import { ANSWER, useAnswer } from "./useAnswer";
import { useTicketWords } from "./words";

const Rating = lazy(() => import("./Rating"));

export default function TicketPage() {
  const { id } = useParams({ strict: false });
  const ticket = useTicket(id ?? "");
  return (
    <QueryResult query={ticket} lines={9} page>
      {(found) => <TicketRecord ticket={found} />}
    </QueryResult>
  );
}

function TicketRecord({ ticket }: { ticket: Ticket }) {
  const t = useTicketWords();
  const { hat, person } = useSession();
  const places = usePlaces();
  const whole = useWholeTimeline(ticket.id);
  const links = useLinks(ticket.id);
  const mine = person.id === ticket.requester.id;
  const { place, answer } = useAnswer(useTimeline(ticket.id).isFetched);
  const answers = ticket.allowed.includes("reply");
  const asked = ticket.state === "waiting";
  // A proposed solution is confirmed or refused first.
  const open = answers && ticket.state !== "resolved" && ticket.state !== "closed";
  useShortcuts({ r: answers ? { name: t("ticket.reply"), act: answer } : undefined });
  const write = (label: string) => (
    <Button
      className={paper.never}
      size={asked ? "sm" : "xs"}
      leftSection={<IconMessage size={16} aria-hidden />}
      onClick={answer}
    >
      {label}
    </Button>
  );
  return (
    <RecordPage
      id={ticket.id}
      back={{ label: t(`as.${askingAs(hat.kind)}.back`), to: places.tickets }}
      number={ticket.number}
      title={ticket.synopsis}
      state={<TicketState ticket={ticket} />}
      marks={<SeverityMark severity={ticket.severity} label={ticket.severity_label} />}
      lead={<OpenedBy ticket={ticket} />}
      acts={
        <>
          {open && !asked && write(t("ticket.reply"))}
          <Print load={whole} />
          <CloseAct ticket={ticket} />
        </>
      }
      notice={
        <>
          {ticket.merged_into && (
            <Callout tint="info" icon={IconArrowMerge} title={t("ticket.merged")}>
              <p>
                <Link to={places.ticket} params={{ id: ticket.merged_into.id }}>
                  {t("ticket.mergedOpen", { number: ticket.merged_into.number })}
                </Link>
              </p>
            </Callout>
          )}
          {asked && (
            <Callout
              tint={mine ? "attention" : "info"}
              icon={IconHelpCircle}
              title={mine ? t("ticket.waiting") : t("ticket.waitingOther", { name: ticket.requester.name })}
            >
              <p>{t(mine ? "ticket.waitingText" : "ticket.waitingOtherText")}</p>
              {open && <div className={classes.answer}>{write(t("ticket.answer"))}</div>}
            </Callout>
          )}
          <CustomerActs ticket={ticket} />
          {(ticket.rating || ticket.allowed.includes("rate")) && (
            <Suspense fallback={null}>
              <Rating ticket={ticket} />
            </Suspense>
          )}
        </>
      }
      timeline={<Timeline ticket={ticket.id} kind={ticket.kind} solution={shownSolution(ticket)} />}
      compose={
        answers && (
          <div ref={place} id={ANSWER}>
            <Card title={t("ticket.reply")}>
              <Composer
                ticket={ticket.id}
                kind="reply"
                label={t("ticket.reply")}
                help={t(ticket.state === "resolved" ? "ticket.replyReopens" : "ticket.replyHelp")}
                submit={t("ticket.replySend")}
              />
            </Card>
          </div>
        )
      }
      properties={<Properties ticket={ticket} />}
      related={links.length > 0 && <Links links={links} />}
    >
      <Card title={t("ticket.description")}>
        <Message text={ticket.description} />
        <OpeningFiles ticket={ticket} />
      </Card>
    </RecordPage>
  );
}

/** Time of opening and requester, in the order of the language's words. */
function OpenedBy({ ticket }: { ticket: Ticket }) {
  const t = useTicketWords();
  const parts = t("ticket.opened", { when: "\u0000when\u0000", name: "\u0000name\u0000" }).split("\u0000");
  return parts.map((part) => {
    if (part === "when") return <When key={part} at={ticket.created_at} focusable />;
    if (part === "name") return <Named key={part} name={ticket.requester.name} />;
    return part;
  });
}
