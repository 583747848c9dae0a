/** People of a ticket by name and side, as the server gives them. */
import type { TicketKind, TimelineItem } from "@/api/types";
import { Named } from "@/components/Named";
import { useSession } from "@/context/session";
import { useTicketWords } from "./words";

/** Side of the people that a kind of ticket is from. */
const SIDES = { support: "customer", partner_request: "partner", help_desk: "employee" } as const;

/** Person that a ticket is from, in a sentence that may be about others as well. */
export function Asker({ name, kind }: { name: string; kind: TicketKind }) {
  const t = useTicketWords();
  return <Named name={name} side={t(`side.${SIDES[kind]}`)} />;
}

interface AuthorProps {
  author: TimelineItem["author"];
  kind: TicketKind;
  strong?: boolean;
}

/** Author of a message or event on a ticket. */
export function Author({ author, kind, strong }: AuthorProps) {
  const t = useTicketWords();
  const { person } = useSession();
  const side = author.side === "customer" ? SIDES[kind] : author.side;
  return (
    <Named
      name={author.name}
      side={author.id === person.id ? t("you") : t(`side.${side}`)}
      ours={author.side === "company"}
      strong={strong ?? false}
    />
  );
}
