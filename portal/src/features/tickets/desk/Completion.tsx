/**
 * Lists over the field of a message, while it is typed: canned replies after `/`, articles to link to after `[[`, and
 * in a note colleagues after `@`. The focus stays in the field: arrows move, Enter chooses, Escape closes.
 */
import { useDebouncedValue } from "@mantine/hooks";
import { IconBook, IconLock, IconMessages, IconUser } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import type { StaffTicket } from "@/api/types";
import hidden from "@/components/hidden.module.css";
import { linkTo } from "@/components/text";
import { useCannedReplies, useQueues } from "@/context/company";
import { useMay } from "@/context/home";
import { placesOf } from "@/context/places";
import { useSession } from "@/context/session";
import { languageOf } from "@/i18n/language";
import type { AssistedField } from "../Composer";
import classes from "./Completion.module.css";
import { type Completed, hasWords, type Token, tokenAt } from "./completion";
import "./texts";

interface Props {
  ticket: StaffTicket;
  kind: "reply" | "note";
  field: AssistedField;
}

interface Option {
  key: string;
  name: string;
  /** Second line: more about it, or the reason why it cannot be chosen. */
  more?: string | undefined;
  refused?: boolean;
  choose: (token: Token) => void;
}

const KINDS: Record<Props["kind"], readonly Completed[]> = {
  reply: ["article", "canned"],
  note: ["article", "canned", "person"],
};
const SIGN = { canned: IconMessages, article: IconBook, person: IconUser };
/** Events of a field after which the caret may be elsewhere. */
const MOVES = ["input", "keyup", "click", "focus", "blur"] as const;
const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
const PAUSE = 250;
const FACE = { support: "customer", partner_request: "partner", help_desk: "employee" } as const;

export default function Completion({ ticket, kind, field }: Props) {
  const { t } = useTranslation("desk");
  const [token, setToken] = useState<Token | null>(null);
  const [place, setPlace] = useState(0);
  const closed = useRef<number | null>(null);
  const list = useId();
  const { area, keys } = field;
  const { options, waiting } = useOptions(ticket, kind, token, field);
  const shown = token !== null && (options.length > 0 || waiting || token.kind === "article");
  const active = shown ? options[Math.min(place, options.length - 1)] : undefined;
  const optionId = (key: string) => `${list}-${key}`;

  useEffect(() => {
    const box = area.current;
    if (!box) return;
    const look = () => {
      const here = document.activeElement === box && box.selectionStart === box.selectionEnd;
      const found = here ? tokenAt(box.value, box.selectionStart, KINDS[kind]) : null;
      // A closed list stays closed until another one is begun.
      if (found?.from !== closed.current) closed.current = null;
      const next = found && closed.current === null ? found : null;
      setToken((before) => (sameToken(before, next) ? before : next));
    };
    look();
    for (const event of MOVES) box.addEventListener(event, look);
    return () => {
      for (const event of MOVES) box.removeEventListener(event, look);
    };
  }, [area, kind]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: other words begin at the first one again
  useEffect(() => setPlace(0), [token?.kind, token?.from, token?.query]);

  useEffect(() => {
    const box = area.current;
    if (!box) return;
    const set = (name: string, value: string | undefined) =>
      value ? box.setAttribute(name, value) : box.removeAttribute(name);
    set("aria-autocomplete", "list");
    set("aria-controls", active && list);
    set("aria-activedescendant", active && optionId(active.key));
  });

  function close() {
    closed.current = token?.from ?? null;
    setToken(null);
  }

  function choose(option: Option) {
    if (!token || option.refused) return;
    close();
    option.choose(token);
  }

  /** Words for the list as a whole: how many there are, or why there are none. */
  function words() {
    if (!token) return "";
    if (options.length > 0) return t("complete.found", { count: options.length });
    if (token.query.trim() === "") return t("complete.type");
    return waiting ? t("complete.waiting") : t("complete.none");
  }

  /** Uses the keys of the list, and returns whether the key was one of them. */
  function onKey(event: KeyboardEvent) {
    if (!shown || event.nativeEvent.isComposing) return false;
    const step = STEPS[event.key];
    if (step && options.length > 0) {
      const from = Math.min(place, options.length - 1);
      setPlace((from + step + options.length) % options.length);
    } else if (event.key === "Escape") close();
    else if ((event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && !event.metaKey && active) {
      // A refused one says why, and stays in sight.
      if (active.refused && event.key === "Tab") return false;
      choose(active);
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  useEffect(() => {
    keys.current = onKey;
    return () => {
      keys.current = undefined;
    };
  });

  const Sign = token ? SIGN[token.kind] : null;
  return (
    <>
      <div role="status" className={hidden.hidden}>
        {shown && (active?.refused ? active.more : words())}
      </div>
      {shown && (
        // biome-ignore lint/a11y/noStaticElementInteractions: the field keeps the focus and its caret
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must do so by keyboard
        <div className={classes.panel} tabIndex={0} onMouseDown={(event) => event.preventDefault()}>
          {options.length === 0 ? (
            <p className={classes.none}>{words()}</p>
          ) : (
            <div id={list} role="listbox" aria-label={t(`complete.${token.kind}`)}>
              {options.map((option) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
                // biome-ignore lint/a11y/useFocusableInteractive: the field has the focus
                <div
                  key={option.key}
                  id={optionId(option.key)}
                  role="option"
                  aria-selected={option === active}
                  aria-disabled={option.refused || undefined}
                  className={classes.option}
                  ref={option === active ? intoView : null}
                  onClick={() => choose(option)}
                >
                  {option.refused ? (
                    <IconLock size={16} stroke={1.7} aria-hidden />
                  ) : (
                    Sign && <Sign size={16} stroke={1.7} aria-hidden />
                  )}
                  <span className={classes.words}>
                    <span className={classes.name}>{option.name}</span>{" "}
                    {option.more && <span className={classes.more}>{option.more}</span>}
                  </span>
                </div>
              ))}
            </div>
          )}
        </div>
      )}
    </>
  );
}

function intoView(option: HTMLElement | null) {
  option?.scrollIntoView?.({ block: "nearest" });
}

function sameToken(one: Token | null, other: Token | null) {
  return JSON.stringify(one) === JSON.stringify(other);
}

function useOptions(ticket: StaffTicket, kind: Props["kind"], token: Token | null, field: AssistedField) {
  const canned = useCanned(ticket, token, field);
  const people = usePeople(ticket, token, field);
  const articles = useArticles(ticket, kind, token, field);
  if (token?.kind === "article") return articles;
  return { options: token?.kind === "person" ? people : token ? canned : [], waiting: false };
}

/** Canned replies of the ticket's queue and of all, whose names have the words. */
function useCanned(ticket: StaffTicket, token: Token | null, field: AssistedField): Option[] {
  const asked = token?.kind === "canned";
  const { data } = useCannedReplies(ticket.queue.id, useMay()("list_canned_replies") && asked);
  if (!asked) return [];
  const found = (data ?? []).filter(({ name }) => hasWords(name, token.query));
  return found.map(({ id, name, text }) => ({
    key: id,
    name,
    more: text.split("\n")[0],
    choose: ({ from, to }) => field.write(from, to, text),
  }));
}

/** Colleagues who work on the ticket's queue, and the agent who has it. The server decides whether they may be named. */
function usePeople(ticket: StaffTicket, token: Token | null, field: AssistedField): Option[] {
  const { person: self } = useSession();
  const asked = token?.kind === "person";
  const { data } = useQueues(asked);
  if (!asked) return [];
  const agents = data?.items.find(({ id }) => id === ticket.queue.id)?.agents ?? [];
  const { assignee } = ticket;
  const outside = assignee && !agents.some(({ id }) => id === assignee.id) ? [assignee] : [];
  const named = [...agents, ...outside].filter(
    ({ id, name }) => id !== self.id && hasWords(name, token.query),
  );
  return named.map((person) => ({
    key: person.id,
    name: person.name,
    choose({ from, to }) {
      field.mention(person);
      field.write(from, to, `@${person.name} `);
    },
  }));
}

/** Articles found by the words. A link in a reply must lead its reader to something that they may read. */
function useArticles(ticket: StaffTicket, kind: Props["kind"], token: Token | null, field: AssistedField) {
  const { t, i18n } = useTranslation("desk");
  const language = languageOf(i18n.language);
  const typed = token?.kind === "article" ? token.query.trim() : "";
  const [settled] = useDebouncedValue(typed, PAUSE);
  const q = typed && settled;
  const found = useQuery({
    queryKey: ["linkable", ticket.id, q, language],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/v1/tickets/{id}/articles", {
          params: { path: { id: ticket.id }, query: { q, language } },
          signal,
        }),
      ),
    enabled: q !== "",
    staleTime: 60_000,
    retry: false,
    placeholderData: keepPreviousData,
  });
  const whom = t(`whom.${ticket.kind}`);
  const reader = kind === "reply" ? FACE[ticket.kind] : "staff";
  const addressOf = (id: string) => `${location.origin}${placesOf(reader).article.replace("$id", id)}`;
  const items = q ? (found.data?.items ?? []) : [];
  const options = items.map(({ id, title, for_requester, audiences }): Option => {
    const audience = audiences.map((one) => t(`complete.audience.${one}`)).join(", ");
    const refused = kind === "reply" && !for_requester;
    return {
      key: id,
      name: title,
      more: refused
        ? t("complete.refused", { whom, audience })
        : for_requester
          ? undefined
          : t("complete.only", { audience }),
      refused,
      choose: ({ from, to }) => field.write(from, to, linkTo(title, addressOf(id))),
    };
  });
  return { options, waiting: typed !== q || found.isFetching };
}
