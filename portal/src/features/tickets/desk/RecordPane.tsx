/** One ticket for its agent: state, acts, timeline, and two separate ways to write. */

import { ActionIcon, SegmentedControl } from "@mantine/core";
import { IconArrowMerge, IconLayoutSidebarRight, IconLock, IconMessage } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { StaffTicket, TicketAction } from "@/api/types";
import { Callout } from "@/components/Callout";
import { Message } from "@/components/Message";
import { Named } from "@/components/Named";
import { SeverityMark } from "@/components/Status";
import { When } from "@/components/When";
import { useShortcuts } from "@/context/keys";
import { RecordHead } from "@/kit/record/RecordPage";
import { Print } from "@/kit/show/Print";
import { useTimeline, useWholeTimeline } from "../api";
import { OpeningFiles } from "../OpeningFiles";
import { TicketState } from "../TicketState";
import { Timeline } from "../Timeline";
import { NoteComposer } from "./NoteComposer";
import { useFacts } from "./panes";
import { Colleagues, usePresence } from "./presence";
import classes from "./RecordPane.module.css";
import { Reply } from "./Reply";
import { StaffActs } from "./StaffActs";
import { useNewestInView } from "./useNewestInView";

export function RecordPane({ ticket }: { ticket: StaffTicket }) {
  const { t } = useTranslation("desk");
  const { t: words } = useTranslation("tickets");
  const may = (act: TicketAction) => ticket.allowed.includes(act);
  const newest = useTimeline(ticket.id, { refresh: true }).data?.pages.at(-1)?.items.at(-1)?.id;
  const { box, flow } = useNewestInView(newest);
  const whole = useWholeTimeline(ticket.id);
  const presence = usePresence(ticket.id);
  const from = ticket.account?.name ?? ticket.partner?.name;
  return (
    <section
      className={classes.pane}
      aria-label={`${t("record")} ${ticket.number}`}
      onInput={presence.onTyped}
    >
      <RecordHead
        pane
        number={ticket.number}
        title={ticket.synopsis}
        state={<TicketState ticket={ticket} />}
        marks={
          <>
            <SeverityMark severity={ticket.severity} label={ticket.severity_label} />
            <Colleagues present={presence.colleagues} />
          </>
        }
        acts={
          <>
            <Print load={whole} brief />
            <FactsToggle />
          </>
        }
      >
        <StaffActs ticket={ticket} />
      </RecordHead>
      <div className={classes.body} ref={box}>
        <div className={classes.flow} ref={flow}>
          {ticket.merged_into && (
            <Callout tint="info" icon={IconArrowMerge} title={t("mergedText")}>
              <p>
                {t("mergedInto")}{" "}
                <Link to="/staff/desk" search={{ ticket: ticket.merged_into.id }}>
                  {ticket.merged_into.number}
                </Link>
              </p>
            </Callout>
          )}
          <div className={classes.opening}>
            <p className={classes.by}>
              <Named name={ticket.requester.name} strong /> {from && <>· {from} </>}·{" "}
              <When at={ticket.created_at} focusable />
            </p>
            <Message text={ticket.description} />
            <OpeningFiles ticket={ticket} />
          </div>
          {ticket.resolution && (
            <div className={classes.solution}>
              <p className={classes.by}>
                <strong>{words("ticket.resolution")}</strong> · <When at={ticket.resolution.at} focusable />
              </p>
              <Message text={ticket.resolution.text} />
            </div>
          )}
          <Timeline ticket={ticket.id} kind={ticket.kind} solution={ticket.resolution?.text} refresh />
        </div>
      </div>
      {(may("reply") || may("note")) && <Writing ticket={ticket} reply={may("reply")} note={may("note")} />}
    </section>
  );
}

/** Shows the facts next to the ticket, or leaves their room to it. */
function FactsToggle() {
  const { t } = useTranslation("desk");
  const { shown, show } = useFacts();
  const label = t(shown ? "factsHide" : "factsShow");
  return (
    <ActionIcon
      className={classes.facts}
      variant="default"
      size={30}
      aria-label={label}
      aria-expanded={shown}
      title={label}
      onClick={() => show(!shown)}
    >
      <IconLayoutSidebarRight size={16} aria-hidden />
    </ActionIcon>
  );
}

function Writing({ ticket, reply, note }: { ticket: StaffTicket; reply: boolean; note: boolean }) {
  const { t } = useTranslation("desk");
  const [chosen, setChosen] = useState<"reply" | "note">(reply ? "reply" : "note");
  const kind = chosen === "reply" && reply ? "reply" : note ? "note" : "reply";
  const box = useRef<HTMLDivElement>(null);
  const write = (what: "reply" | "note") => () => {
    setChosen(what);
    // The field of the other kind is drawn first.
    requestAnimationFrame(() => box.current?.querySelector("textarea")?.focus());
  };
  useShortcuts({
    r: reply ? { name: t("keys.reply"), act: write("reply") } : undefined,
    n: note ? { name: t("keys.note"), act: write("note") } : undefined,
  });
  return (
    <div className={classes.write} data-kind={kind} ref={box}>
      <SegmentedControl
        size="xs"
        aria-label={t("composer")}
        value={kind}
        onChange={(value) => setChosen(value === "note" ? "note" : "reply")}
        data={[
          {
            value: "reply",
            disabled: !reply,
            label: <Choice icon={<IconMessage size={14} aria-hidden />} word={t("reply")} />,
          },
          {
            value: "note",
            disabled: !note,
            label: <Choice icon={<IconLock size={14} aria-hidden />} word={t("note")} />,
          },
        ]}
      />
      {kind === "reply" ? <Reply key="reply" ticket={ticket} /> : <NoteComposer key="note" ticket={ticket} />}
    </div>
  );
}

function Choice({ icon, word }: { icon: React.ReactNode; word: string }) {
  return (
    <span className={classes.choice}>
      {icon} {word}
    </span>
  );
}
