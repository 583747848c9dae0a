/** The requester's rating of a solved ticket: five choices in words with a comment, then what was said. */
import { IconMoodSmile } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { NEW_RATING_COMMENT } from "@/api/limits";
import type { Ticket } from "@/api/types";
import { Callout } from "@/components/Callout";
import { Card } from "@/components/Page";
import paper from "@/components/paper.module.css";
import { useSession } from "@/context/session";
import { Form } from "@/kit/form/Form";
import { RadioField } from "@/kit/form/RadioField";
import { chosen, text } from "@/kit/form/rules";
import { TextArea } from "@/kit/form/TextArea";
import { useForm } from "@/kit/form/useForm";
import { ticketActs, useTicketAct } from "./api";
import classes from "./Rating.module.css";
import { useTicketWords } from "./words";

const SCORES = ["best", "good", "fair", "poor", "worst"] as const;
const pointsOf = (score: (typeof SCORES)[number]) => SCORES.length - SCORES.indexOf(score);

/** Part of the address by which a mail leads to the rating. */
const PLACE = "rating";

const EMPTY = { score: "", comment: "" };

export default function Rating({ ticket }: { ticket: Ticket }) {
  const t = useTicketWords();
  const { person } = useSession();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (location.hash === `#${PLACE}`) place.current?.scrollIntoView();
  }, []);
  const { rating, requester } = ticket;
  const ended = ticket.state === "resolved" || ticket.state === "closed";
  // A ticket that goes on is not what was rated.
  if (rating ? !ended : !ticket.allowed.includes("rate")) return null;
  return (
    <div ref={place} id={PLACE} className={rating ? undefined : paper.never}>
      {rating ? (
        <Callout
          tint="success"
          icon={IconMoodSmile}
          label={t("rating.region")}
          title={person.id === requester.id ? t("rating.thanks") : t("rating.of", { name: requester.name })}
        >
          <Said rating={rating} />
        </Callout>
      ) : (
        <Card title={t("rating.title")}>
          <RatingForm ticket={ticket} />
        </Card>
      )}
    </div>
  );
}

/** A rating in words, with its comment. */
export function Said({ rating }: { rating: NonNullable<Ticket["rating"]> }) {
  const t = useTicketWords();
  const score = SCORES.find((one) => pointsOf(one) === rating.score);
  return (
    <>
      {score && <p>{t(`rating.score.${score}`)}</p>}
      {rating.comment && <p className={classes.comment}>“{rating.comment}”</p>}
    </>
  );
}

function RatingForm({ ticket }: { ticket: Ticket }) {
  const t = useTicketWords();
  const act = useTicketAct(ticket, { refused: t("ticket.refused") });
  const form = useForm({
    draft: `rate-${ticket.id}`,
    start: EMPTY,
    rules: { score: chosen(t("rating.required")), comment: text(NEW_RATING_COMMENT) },
    onFailed: act.conflict,
    send: ({ score, comment }, { key }) =>
      act.run("rate", ticketActs(ticket.id).rate({ score: Number(score), comment: comment.trim() || null }), {
        key,
        done: t("rating.done"),
      }),
  });
  return (
    <Form of={form} submit={t("rating.submit")} guarded={false} whenChanged>
      <RadioField
        of={form}
        name="score"
        label={t("rating.label")}
        columns="narrow"
        choices={SCORES.map((score) => ({
          value: String(pointsOf(score)),
          label: t(`rating.score.${score}`),
        }))}
      />
      {form.values.score !== "" && (
        <TextArea of={form} name="comment" label={t("rating.comment")} optional rows={3} />
      )}
    </Form>
  );
}
