/** Words of the ticket pages for the reader's face. Staff speak of tickets, whatever face these are from. */
import { useTranslation } from "react-i18next";
import { useHome } from "@/context/home";
import { askingAs } from "@/context/places";
import { useSession } from "@/context/session";
import "./texts";

export function useTicketWords() {
  const { t } = useTranslation("tickets");
  const { kind } = useSession().hat;
  const context = kind === "staff" ? "ticket" : askingAs(kind);
  // The options of `t` depend on its key; all of them accept a context.
  const words = (key: string, options?: object) => t(key as never, { ...options, context } as never);
  return words as unknown as typeof t;
}

/** Adds to words how long a closed ticket can be reopened, once the server has answered. */
export function useReopenable() {
  const t = useTicketWords();
  const days = useHome().data?.reopen_days;
  return (words: string, what: "it" | "them") =>
    days ? `${words} ${t(what === "it" ? "ticket.reopenIt" : "ticket.reopenThem", { count: days })}` : words;
}
