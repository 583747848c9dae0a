/** Acts that are open to a customer on a ticket now, as the server lists them. */
import { Button } from "@mantine/core";
import { IconArrowForwardUp, IconCircleCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy } from "react";
import type { Ticket } from "@/api/types";
import { Callout } from "@/components/Callout";
import { Message } from "@/components/Message";
import paper from "@/components/paper.module.css";
import { usePlaces } from "@/context/places";
import { Actions } from "@/kit/record/Actions";
import { ticketActs, useTicketAct } from "./api";
import classes from "./TicketPage.module.css";
import "./texts";
import { useTicketWords } from "./words";

const CustomerDialog = lazy(() => import("./CustomerDialog"));

/** Solution that the page shows above the timeline: that of a ticket that is solved or closed. */
export function shownSolution({ state, resolution }: Ticket): string | undefined {
  return state === "resolved" || state === "closed" ? resolution?.text : undefined;
}

export function CustomerActs({ ticket }: { ticket: Ticket }) {
  const t = useTicketWords();
  const act = useTicketAct(ticket, { refused: t("ticket.refused") });
  const places = usePlaces();
  const { state, number } = ticket;
  const solution = shownSolution(ticket);
  const acts = (
    <>
      <Actions
        allowed={ticket.allowed}
        act={act}
        primary="confirm"
        actions={[
          {
            name: "confirm",
            label: t("ticket.confirm"),
            send: ticketActs(ticket.id).confirm,
            done: t("ticket.confirmed", { number }),
          },
          {
            name: "reopen",
            label: t(state === "resolved" ? "ticket.reopen" : "ticket.reopenAct"),
            dialog: (close) => <CustomerDialog asked="reopen" ticket={ticket} act={act} onClose={close} />,
          },
        ]}
      />
      {ticket.allowed.includes("follow_up") && (
        <Button
          className={paper.never}
          variant="default"
          leftSection={<IconArrowForwardUp size={16} aria-hidden />}
          renderRoot={(root) => <Link to={places.newTicket} search={{ follows: ticket.id }} {...root} />}
        >
          {t("links.open")}
        </Button>
      )}
    </>
  );
  if (solution === undefined) return <div className={classes.quiet}>{acts}</div>;
  return (
    <Callout
      tint="success"
      icon={IconCircleCheck}
      title={t("ticket.resolution")}
      label={t("ticket.resolution")}
    >
      <div className={classes.solution}>
        <Message text={solution} />
      </div>
      {acts}
    </Callout>
  );
}

/** Act that closes a ticket which is no longer needed. */
export function CloseAct({ ticket }: { ticket: Ticket }) {
  const t = useTicketWords();
  const act = useTicketAct(ticket, { refused: t("ticket.refused") });
  return (
    <Actions
      size="xs"
      allowed={ticket.state === "resolved" ? [] : ticket.allowed}
      act={act}
      actions={[
        {
          name: "close",
          label: t("ticket.close"),
          dialog: (close) => <CustomerDialog asked="close" ticket={ticket} act={act} onClose={close} />,
        },
      ]}
    />
  );
}
