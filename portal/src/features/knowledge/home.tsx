/** Finding an answer, and the newest of them. */
import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { SEARCH_ARTICLES_Q } from "@/api/limits";
import { useMay } from "@/context/home";
import { usePlaces } from "@/context/places";
import type { WidgetProps } from "@/kit/feature/feature";
import { useSearchFor } from "@/kit/feature/features";
import { Block } from "@/kit/home/Block";
import { Nothing, Panel, PanelRow } from "@/kit/home/Panel";
import classes from "./home.module.css";
import "./texts";

export function FindAnswer({ frame, first }: WidgetProps) {
  const { t } = useTranslation("knowledge");
  const searchFor = useSearchFor();
  const may = useMay();
  const hint = t(may("list_tickets") ? "findHint" : "findHintAnswers");
  const [text, setText] = useState("");
  function onSubmit(event: FormEvent) {
    event.preventDefault();
    searchFor(text);
  }
  return (
    <Block {...frame}>
      <search aria-label={frame.title}>
        <form onSubmit={onSubmit}>
          <TextInput
            className={classes.find}
            type="search"
            size={first ? "lg" : "md"}
            radius="lg"
            enterKeyHint="search"
            leftSection={<IconSearch size={first ? 20 : 17} stroke={1.7} aria-hidden />}
            aria-label={hint}
            placeholder={hint}
            value={text}
            maxLength={SEARCH_ARTICLES_Q.most}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </form>
      </search>
    </Block>
  );
}

export function Articles({ home, frame }: WidgetProps) {
  const { t } = useTranslation("knowledge");
  const places = usePlaces();
  const articles = home.widgets.articles ?? [];
  return (
    <Block {...frame} all={{ to: places.knowledge }}>
      {articles.length === 0 ? (
        <Nothing>{t("noArticles")}</Nothing>
      ) : (
        <Panel>
          {articles.map((article) => (
            <PanelRow
              key={article.id}
              link={{ to: places.article, params: { id: article.id } }}
              name={article.title}
              meta={frame.size === "wide" && article.summary}
            />
          ))}
        </Panel>
      )}
    </Block>
  );
}
