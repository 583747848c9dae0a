/** People who take part in a ticket: adding and removing them, and leaving. */

import { ActionIcon, Button } from "@mantine/core";
import { IconUserPlus, IconX } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import type { Ticket } from "@/api/types";
import { Named } from "@/components/Named";
import paper from "@/components/paper.module.css";
import { useMay } from "@/context/home";
import { useSession } from "@/context/session";
import classes from "./Participants.module.css";
import { useTicketWords } from "./words";

const AddDialog = lazy(() => import("./ParticipantDialogs").then((all) => ({ default: all.AddDialog })));
const RemoveDialog = lazy(() =>
  import("./ParticipantDialogs").then((all) => ({ default: all.RemoveDialog })),
);

/** Whether the reader can add people, and whether there is anything to show at all. */
export function useParticipants({ participants, allowed, account }: Ticket) {
  const staff = useSession().hat.kind === "staff";
  const may = useMay();
  // Staff choose among the people of the account; requests of partners and employees have none.
  const choices = staff ? account != null && may("view_account") : may("list_colleagues");
  const adds = choices && allowed.includes("add_participant");
  return { adds, shown: adds || participants.length > 0 };
}

export function Participants({ ticket, adds }: { ticket: Ticket; adds: boolean }) {
  const t = useTicketWords();
  const { person } = useSession();
  const [asked, setAsked] = useState<"add" | Ticket["requester"] | null>(null);
  const { allowed } = ticket;
  const removes = (id: string) => allowed.includes(id === person.id ? "leave" : "remove_participant");
  const close = () => setAsked(null);
  return (
    <>
      <ul className={classes.people}>
        {ticket.participants.map((one) => (
          <li key={one.id}>
            <span>
              <Named name={one.name} />
            </span>
            {removes(one.id) && (
              <ActionIcon
                className={paper.never}
                variant="subtle"
                color="gray"
                size={24}
                aria-label={
                  one.id === person.id ? t("people.leave") : t("people.removeOne", { name: one.name })
                }
                title={one.id === person.id ? t("people.leave") : t("people.remove")}
                onClick={() => setAsked(one)}
              >
                <IconX size={14} aria-hidden />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {adds && (
        <Button
          className={paper.never}
          size="compact-xs"
          variant="default"
          leftSection={<IconUserPlus size={14} aria-hidden />}
          onClick={() => setAsked("add")}
        >
          {t("people.add")}
        </Button>
      )}
      <Suspense fallback={null}>
        {asked === "add" && <AddDialog ticket={ticket} onClose={close} />}
        {asked && asked !== "add" && <RemoveDialog ticket={ticket} person={asked} onClose={close} />}
      </Suspense>
    </>
  );
}
