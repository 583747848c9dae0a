/** The questions before a person is added to a ticket, removed from it, or leaves it. */
import { useNavigate } from "@tanstack/react-router";
import type { Ticket } from "@/api/types";
import { Dialog } from "@/components/Dialog";
import { QueryResult } from "@/components/states";
import { useTicketLists } from "@/context/home";
import { usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import { chosen } from "@/kit/form/rules";
import { SelectField } from "@/kit/form/SelectField";
import { ActDialog, ConfirmDialog } from "@/kit/record/ActDialog";
import type { Send } from "@/kit/record/useAct";
import { ticketActs, useTicketAct } from "./api";
import { missingFrom, useColleagues } from "./colleagues";
import { useTicketWords } from "./words";

interface Props {
  ticket: Ticket;
  onClose: () => void;
}

export function AddDialog({ ticket, onClose }: Props) {
  const t = useTicketWords();
  const { hat } = useSession();
  const act = useTicketAct(ticket, { refused: t("ticket.refused") });
  const people = useColleagues(hat.kind === "staff" ? (ticket.account?.id ?? null) : null, true);
  const title = t("people.addTitle", { number: ticket.number });
  if (!people.data)
    return (
      <Dialog title={title} onClose={onClose} size="lg">
        <QueryResult query={people} lines={2}>
          {() => null}
        </QueryResult>
      </Dialog>
    );
  const choices = missingFrom(people.data, ticket);
  return (
    <ActDialog
      act={act}
      title={title}
      submit={t("people.addAct")}
      done={t("people.added")}
      start={{ person_id: "" }}
      rules={{ person_id: chosen(t("people.required")) }}
      send={({ person_id }) => ticketActs(ticket.id).addParticipant(person_id)}
      onClose={onClose}
    >
      {(form) => (
        <SelectField
          of={form}
          name="person_id"
          label={t("people.whom")}
          help={t(choices.length > 0 ? "people.help" : "people.nobody")}
          data-autofocus
        >
          <option value="">{t("people.choose")}</option>
          {choices.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
    </ActDialog>
  );
}

export function RemoveDialog({ ticket, person, onClose }: Props & { person: Ticket["requester"] }) {
  const t = useTicketWords();
  const me = useSession().person.id === person.id;
  const places = usePlaces();
  const navigate = useNavigate();
  const staysReader = useTicketLists()?.includes("company") ?? false;
  const act = useTicketAct(ticket, { refused: t("ticket.refused") });
  const { number, requester } = ticket;
  const send: Send = async (seen) => {
    const answer = await ticketActs(ticket.id).removeParticipant(person.id)(seen);
    // A reader who left the ticket cannot see its page any more.
    if (answer.response.ok && me && !staysReader) await navigate({ to: places.tickets });
    return answer;
  };
  return (
    <ConfirmDialog
      act={act}
      title={me ? t("people.leaveTitle", { number }) : t("people.removeTitle", { name: person.name })}
      submit={t(me ? "people.leave" : "people.remove")}
      done={me ? t("people.left", { number }) : t("people.removed", { name: person.name })}
      send={send}
      onClose={onClose}
    >
      {me
        ? t("people.leaveText", { name: requester.name })
        : t("people.removeText", { name: person.name, number })}
    </ConfirmDialog>
  );
}
