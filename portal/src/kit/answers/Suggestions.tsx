/** Articles suggested under the synopsis while it is typed. One opens at the side, so the form keeps its content. */
import { UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconBulb, IconChevronRight } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { SUGGEST_ARTICLES_Q } from "@/api/limits";
import hidden from "@/components/hidden.module.css";
import { firstCharacters } from "@/components/text";
import { useSuggestions } from "./api";
import { Segments } from "./Segments";
import classes from "./Suggestions.module.css";
import "./texts";

const SuggestedArticle = lazy(() => import("./SuggestedArticle"));
const PAUSE = 300;
const LEAST = 4;

interface Props {
  words: string;
  product: string;
  onOpened: (article: string) => void;
  onSolved: (article: string) => void;
}

export function Suggestions({ words, product, onOpened, onSolved }: Props) {
  const { t } = useTranslation("suggest");
  const typed = firstCharacters(words.trimStart(), SUGGEST_ARTICLES_Q.most);
  const [settled] = useDebouncedValue(typed, PAUSE);
  const asked = typed.length >= LEAST && settled.length >= LEAST ? settled : "";
  const found = useSuggestions(asked, product);
  const [open, setOpen] = useState<{ id: string; title: string } | null>(null);
  const opener = useRef<HTMLButtonElement | null>(null);
  useEffect(() => {
    // Closing the article returns the focus to the suggestion that opened it.
    if (!open) opener.current?.focus();
  }, [open]);
  const items = asked ? (found.data?.items ?? []) : [];

  return (
    <>
      <div role="status" className={hidden.hidden}>
        {items.length > 0 && t("found", { count: items.length })}
      </div>
      {items.length > 0 && (
        <section className={classes.panel} aria-label={t("region")}>
          <p className={classes.title}>
            <IconBulb size={16} aria-hidden /> {t("title")}
          </p>
          <ul className={classes.list}>
            {items.map((item) => (
              <li key={item.id}>
                <UnstyledButton
                  className={classes.item}
                  onClick={(event) => {
                    opener.current = event.currentTarget;
                    setOpen({ id: item.id, title: item.title });
                    onOpened(item.id);
                  }}
                >
                  <span className={classes.words}>
                    <span className={classes.name}>
                      <Segments parts={item.title_segments} />
                    </span>
                    <span className={classes.excerpt}>
                      <Segments parts={item.excerpt} />
                    </span>
                  </span>
                  <IconChevronRight size={16} aria-hidden className={classes.arrow} />
                </UnstyledButton>
              </li>
            ))}
          </ul>
          {found.data?.degraded && <p className={classes.degraded}>{t("degraded")}</p>}
        </section>
      )}
      {open && (
        <Suspense fallback={null}>
          <SuggestedArticle article={open} onClose={() => setOpen(null)} onSolved={onSolved} />
        </Suspense>
      )}
    </>
  );
}
