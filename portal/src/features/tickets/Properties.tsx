/** Facts about a ticket, at its side. */

import { useTranslation } from "react-i18next";
import type { Ticket } from "@/api/types";
import { Fact, Facts } from "@/components/Facts";
import { Named } from "@/components/Named";
import { useServerWords } from "@/components/useServerWords";
import { Due, When } from "@/components/When";
import { Answering } from "./Answering";
import { FieldFacts } from "./fields/FieldFacts";
import { Participants, useParticipants } from "./Participants";
import "./texts";

/** Time of the first answer or when it is due, and due time of the solution. */
export function Targets({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation("tickets");
  const ended = ticket.state === "resolved" || ticket.state === "closed" || ticket.state === "merged";
  const answered = ticket.first_responded_at;
  const [before, after] = t("ticket.answered", { when: "\u0000" }).split("\u0000");
  return (
    <>
      {(answered || !ended) && (
        <Fact name={t("ticket.firstResponse")}>
          {answered ? (
            <>
              {before}
              <When at={answered} focusable />
              {after}
            </>
          ) : ticket.first_response_due ? (
            <Due at={ticket.first_response_due} paused={ticket.due_paused} focusable />
          ) : (
            t("ticket.noTargets")
          )}
        </Fact>
      )}
      {!ended && (
        <Fact name={t("ticket.solution")}>
          {ticket.resolution_due ? (
            <Due at={ticket.resolution_due} paused={ticket.due_paused} focusable />
          ) : (
            t("ticket.noTargets")
          )}
        </Fact>
      )}
    </>
  );
}

export function Properties({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation("tickets");
  const people = useParticipants(ticket);
  const words = useServerWords();
  const company = ticket.account?.name ?? ticket.partner?.name;
  return (
    <Facts>
      <Targets ticket={ticket} />
      <Answering ticket={ticket.id} />
      <Fact name={t("ticket.type")}>{t(`type.${ticket.type}`)}</Fact>
      <Fact name={t("ticket.severity")}>{words.severity(ticket)}</Fact>
      {ticket.product && (
        <Fact name={t("ticket.product")}>
          {ticket.product.name} {ticket.product.version_label}
        </Fact>
      )}
      <Fact name={t("ticket.requester")}>
        <Named name={ticket.requester.name} />
      </Fact>
      {people.shown && (
        <Fact name={t("ticket.participants")}>
          <Participants ticket={ticket} adds={people.adds} />
        </Fact>
      )}
      <FieldFacts values={ticket.custom_fields} />
      {company && <Fact name={t("ticket.account")}>{company}</Fact>}
      <Fact name={t("ticket.changed")}>
        <When at={ticket.updated_at} focusable />
      </Fact>
    </Facts>
  );
}
