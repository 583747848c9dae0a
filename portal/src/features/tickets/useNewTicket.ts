/** The life of one new ticket: its draft, its checks, its files, sending it once however often it is tried. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, newKey, quietApi } from "@/api/client";
import { NEW_DEFLECTION_SYNOPSIS } from "@/api/limits";
import { ProblemError, problemKey, SignedOutError } from "@/api/problem";
import { quietFetchAs } from "@/api/session";
import { firstCharacters } from "@/components/text";
import { toast } from "@/components/toasts";
import { homeQueryKey } from "@/context/home";
import { askingAs, usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import { useDraft } from "@/features/drafts/useDraft";
import { useUploads } from "@/features/files/uploads";
import { openTicket, ticketKeys } from "./api";
import {
  checkField,
  checkTicket,
  EMPTY_TICKET,
  type Errors,
  type Field,
  firstError,
  limitsOf,
  SubmissionKey,
  serverErrors,
  type TicketValues,
  toBody,
} from "./form";
import { useTicketWords } from "./words";

/** `searched` are words that somebody searched for in vain: what an empty form begins with. */
export function useNewTicket(form: RefObject<HTMLFormElement | null>, searched = "") {
  const t = useTicketWords();
  const { t: common, i18n } = useTranslation();
  const { person, hat } = useSession();
  const places = usePlaces();
  // Only customers have purchased products to choose from.
  const forms = { products: hat.kind === "customer" };
  const navigate = useNavigate();
  const queries = useQueryClient();
  const words = searched.trim().replace(/\s+/g, " ");
  const draft = useDraft<TicketValues>("ticket", EMPTY_TICKET, { synopsis: words });
  const uploads = useUploads("opening", draft.values.files, (files) => draft.set({ files }));
  const [errors, setErrors] = useState<Errors>({});
  const [failure, setFailure] = useState<{ text: string; error?: unknown } | null>(null);
  const [busy, setBusy] = useState(false);
  const [waiting, setWaiting] = useState(false);
  const [key] = useState(() => new SubmissionKey(`${person.id}:${hat.id}`, newKey));
  const sending = useRef(false);
  const opened = useRef<string | null>(null);
  const synopsis = useRef(draft.values.synopsis);
  synopsis.current = draft.values.synopsis;

  useEffect(
    () => () => {
      // An article was read and the ticket not sent: that is counted as answered by the article.
      if (opened.current) {
        void quietApi
          .POST("/v1/deflections", {
            params: { header: { "Idempotency-Key": newKey() } },
            body: {
              article_id: opened.current,
              synopsis: firstCharacters(synopsis.current.trim(), NEW_DEFLECTION_SYNOPSIS.most),
              outcome: "left",
            },
            fetch: quietFetchAs({ person: person.id, hat: hat.id }),
          })
          .catch(() => undefined);
      }
    },
    [person.id, hat.id],
  );

  // A submission that waited for its files goes on, or stops, once they have arrived or failed.
  useEffect(() => {
    if (!waiting || uploads.busy) return;
    setWaiting(false);
    void submit();
  });

  function errorText(field: Field): string | undefined {
    const error = errors[field];
    if (!error) return undefined;
    if ("key" in error) return t(`error.${error.key}`, limitsOf(field));
    const known = `problem.${error.code}`;
    return i18n.exists(known) ? common(known as "problem.required") : error.detail;
  }

  function set(part: Partial<TicketValues>) {
    const next = { ...draft.values, ...part };
    draft.set(part);
    setErrors((all) => {
      // A complaint goes away as soon as its cause does; new ones wait until the field is left.
      const kept = Object.entries(all).filter(
        ([field, error]) =>
          !(field in part) || ("key" in error && checkField(field as Field, next, forms) !== null),
      );
      return Object.fromEntries(kept);
    });
  }

  function blur(field: Field) {
    const found = checkField(field, draft.values, forms);
    // An empty field somebody merely passed through is not yet a mistake.
    const passed = field === "synopsis" || field === "description" ? draft.values[field] === "" : false;
    if (found && !passed) setErrors((all) => ({ ...all, [field]: { key: found } }));
  }

  function choose(field: "type" | "severity", value: string) {
    set({ [field]: value });
    if (field === "type") setErrors(({ product_id: _, version_id: __, ...rest }) => rest);
  }

  function focus(field: Field) {
    requestAnimationFrame(() => {
      form.current?.querySelector<HTMLElement>(`[name="${field}"], [data-field="${field}"] button`)?.focus();
    });
  }

  function refuse(found: Errors) {
    setErrors(found);
    const count = Object.keys(found).length;
    setFailure({ text: t("new.check", { count }) });
    const first = firstError(found);
    if (first) focus(first);
  }

  async function submit() {
    if (sending.current) return;
    const found = checkTicket(draft.values, forms);
    if (firstError(found)) return refuse(found);
    if (uploads.failed) return setFailure({ text: t("new.filesFailed") });
    setFailure(null);
    if (uploads.busy) return setWaiting(true);
    sending.current = true;
    setBusy(true);
    try {
      const body = toBody(draft.values, uploads.ids, forms);
      const ticket = await openTicket(body, key.for(body));
      key.done();
      opened.current = null;
      draft.clear();
      queries.setQueryData(ticketKeys.one(ticket.id), ticket);
      void queries.invalidateQueries({ queryKey: ["tickets", "list"] });
      void queries.invalidateQueries({ queryKey: homeQueryKey });
      toast(t(`as.${askingAs(hat.kind)}.created`, { number: ticket.number }));
      await navigate({ to: places.ticket, params: { id: ticket.id } });
    } catch (error) {
      onFailure(error);
    } finally {
      sending.current = false;
      setBusy(false);
    }
  }

  function onFailure(error: unknown) {
    if (error instanceof SignedOutError) return;
    if (error instanceof ProblemError && error.status === 422) {
      const { errors: named, other } = serverErrors(error.fields);
      if (firstError(named)) {
        refuse(named);
        return;
      }
      setFailure({ text: other[0]?.detail || error.detail || common("problem.unexpected"), error });
      return;
    }
    setFailure({ text: common(problemKey(error)), error });
  }

  async function onSolved(article: string) {
    opened.current = null;
    const words = firstCharacters(draft.values.synopsis.trim(), NEW_DEFLECTION_SYNOPSIS.most);
    draft.clear();
    uploads.clear();
    toast(t("new.deflected"));
    void navigate({ to: places.home });
    await api
      .POST("/v1/deflections", {
        params: { header: { "Idempotency-Key": newKey() } },
        body: { article_id: article, synopsis: words, outcome: "solved" },
      })
      .catch(() => undefined);
  }

  function startOver() {
    uploads.clear();
    draft.clear();
    setErrors({});
    setFailure(null);
    toast(t("new.startedOver"));
  }

  return {
    values: draft.values,
    draftState: draft.state,
    searched: words !== "" && draft.values.synopsis === words,
    set,
    blur,
    choose,
    errorText,
    uploads,
    submit,
    busy: busy || waiting,
    waiting,
    failure,
    startOver,
    onSolved: (article: string) => void onSolved(article),
    onArticleOpened: (article: string) => {
      opened.current = article;
    },
  };
}
