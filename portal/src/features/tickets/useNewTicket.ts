/** Form of one new ticket with suggested articles; counts whether an article answered the question. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { api, newKey, quietApi } from "@/api/client";
import { NEW_DEFLECTION_SYNOPSIS } from "@/api/limits";
import { quietFetchAs } from "@/api/session";
import type { Ticket, TicketField } from "@/api/types";
import { firstCharacters } from "@/components/text";
import { toast } from "@/components/toasts";
import { homeQueryKey } from "@/context/home";
import { askingAs, usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import { useForm } from "@/kit/form/useForm";
import { openTicket, ticketKeys } from "./api";
import { emptyInputs, fieldPointers } from "./fields/values";
import { beginOf, EMPTY_TICKET, type TicketValues, ticketRules, toBody } from "./form";
import { useTicketWords } from "./words";

const deflection = (synopsis: string) => firstCharacters(synopsis.trim(), NEW_DEFLECTION_SYNOPSIS.most);

/**
 * `searched` are words of a search without results: an empty form begins with them. `followed` is a closed ticket that
 * the new one follows: the form begins with its type and product, and has a draft of its own. `fields` are those that
 * the company added.
 */
export function useNewTicket(fields: readonly TicketField[], searched = "", followed?: Ticket) {
  const t = useTicketWords();
  const { person, hat } = useSession();
  const places = usePlaces();
  // Only customers have purchased products to choose from.
  const asks = { products: hat.kind === "customer", fields };
  const navigate = useNavigate();
  const queries = useQueryClient();
  const words = searched.trim().replace(/\s+/g, " ");
  const opened = useRef<string | null>(null);

  const form = useForm({
    draft: followed ? `follow-up-${followed.id}` : "ticket",
    start: { ...EMPTY_TICKET, ...emptyInputs(fields) } as TicketValues,
    begin: followed ? beginOf(followed) : ({ synopsis: words } as Partial<TicketValues>),
    rules: ticketRules(t, asks),
    pointers: { upload_ids: "files", participant_ids: "participants", ...fieldPointers(fields) },
    attention: (count) => t("new.check", { count }),
    send: (values, { key, uploadIds }) => openTicket(toBody(values, uploadIds, asks, followed?.id), key),
    async onSent(ticket) {
      opened.current = null;
      queries.setQueryData(ticketKeys.one(ticket.id), ticket);
      if (followed) void queries.invalidateQueries({ queryKey: ticketKeys.links(followed.id) });
      void queries.invalidateQueries({ queryKey: ticketKeys.lists });
      void queries.invalidateQueries({ queryKey: homeQueryKey });
      toast(t(`as.${askingAs(hat.kind)}.created`, { number: ticket.number }));
      await navigate({ to: places.ticket, params: { id: ticket.id } });
    },
  });
  const synopsis = useRef("");
  synopsis.current = form.values.synopsis;

  useEffect(
    () => () => {
      // An article was read and the ticket was not sent: this counts as answered by the article.
      if (!opened.current) return;
      void quietApi
        .POST("/v1/deflections", {
          params: { header: { "Idempotency-Key": newKey() } },
          body: { article_id: opened.current, synopsis: deflection(synopsis.current), outcome: "left" },
          fetch: quietFetchAs({ person: person.id, hat: hat.id }),
        })
        .catch(() => undefined);
    },
    [person.id, hat.id],
  );

  function onSolved(article: string) {
    opened.current = null;
    const body = {
      article_id: article,
      synopsis: deflection(form.values.synopsis),
      outcome: "solved",
    } as const;
    form.clear();
    toast(t("new.deflected"));
    void navigate({ to: places.home });
    void api
      .POST("/v1/deflections", { params: { header: { "Idempotency-Key": newKey() } }, body })
      .catch(() => undefined);
  }

  return {
    form,
    asks,
    searched: words !== "" && form.values.synopsis === words,
    onSolved,
    onArticleOpened: (article: string) => {
      opened.current = article;
    },
  };
}
