/** One ticket for its agent: state, acts, timeline, and two separate ways to write. */
import { SegmentedControl } from "@mantine/core";
import { IconArrowMerge, IconLock, IconMessage } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { StaffTicket, TicketAction } from "@/api/types";
import { Callout } from "@/components/Callout";
import { Message } from "@/components/Message";
import { SeverityMark } from "@/components/Status";
import { When } from "@/components/When";
import { useShortcuts } from "@/context/keys";
import { RecordHead } from "@/kit/record/RecordPage";
import { Print } from "@/kit/show/Print";
import { useTimeline, useWholeTimeline } from "../api";
import { OpeningFiles } from "../OpeningFiles";
import { Asker } from "../People";
import { TicketState } from "../TicketState";
import { Timeline } from "../Timeline";
import { NoteComposer } from "./NoteComposer";
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
        acts={<Print load={whole} />}
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
              <Asker name={ticket.requester.name} kind={ticket.kind} strong /> {from && <>· {from} </>}·{" "}
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
  useShortcuts({ r: reply ? write("reply") : undefined, n: note ? write("note") : undefined });
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
