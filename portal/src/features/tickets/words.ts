/** The words of the ticket pages as whoever reads them calls things. Staff speak of tickets, whoever they are from. */
import { useTranslation } from "react-i18next";
import { useHome } from "@/context/home";
import { askingAs } from "@/context/places";
import { useSession } from "@/context/session";
import "./texts";

export function useTicketWords() {
  const { t } = useTranslation("tickets");
  const { kind } = useSession().hat;
  const context = kind === "staff" ? "ticket" : askingAs(kind);
  // The options of `t` depend on its key; to all of them a context may be added.
  const words = (key: string, options?: object) => t(key as never, { ...options, context } as never);
  return words as unknown as typeof t;
}

/** Adds to words how long what is closed can be reopened, once the server has told. */
export function useReopenable() {
  const t = useTicketWords();
  const days = useHome().data?.reopen_days;
  return (words: string, what: "it" | "them") =>
    days ? `${words} ${t(what === "it" ? "ticket.reopenIt" : "ticket.reopenThem", { count: days })}` : words;
}
