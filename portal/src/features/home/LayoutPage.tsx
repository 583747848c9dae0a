/** *Layout*: which parts the home page shows and in which order, by pointer and by keyboard alike. */
import { ActionIcon, Button, Switch } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconGripVertical } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ifMatch, unwrap } from "@/api/client";
import { ProblemError, problemKey } from "@/api/problem";
import type { Layout, Widget } from "@/api/types";
import hidden from "@/components/hidden.module.css";
import { Page } from "@/components/Page";
import { QueryResult } from "@/components/states";
import { toast } from "@/components/toasts";
import { homeQueryKey, useHome } from "@/context/home";
import { useSession } from "@/context/session";
import { useWidgets } from "@/kit/feature/features";
import { useWidgetName } from "./HomePage";
import classes from "./LayoutPage.module.css";
import { arranged, moved } from "./order";
import "./texts";

const LAYOUT = ["layout"];

export default function LayoutPage() {
  const { t } = useTranslation("home");
  const layout = useQuery({ queryKey: LAYOUT, queryFn: () => unwrap(api.GET("/v1/me/layout")) });
  return (
    <Page narrow title={t("layoutTitle")} subtitle={t("layoutLead")}>
      <QueryResult query={layout}>{(found) => <Arrange key={found.version} layout={found} />}</QueryResult>
    </Page>
  );
}

function Arrange({ layout }: { layout: Layout }) {
  const { t } = useTranslation("home");
  const { t: common } = useTranslation();
  const queries = useQueryClient();
  const { hat } = useSession();
  const parts = useWidgets();
  const kept = arranged(layout, hat.kind === "staff" ? [] : parts);
  const [widgets, setWidgets] = useState<Widget[]>(kept);
  const [news, setNews] = useState("");
  const [dragged, setDragged] = useState<number | null>(null);
  const changed = JSON.stringify(widgets) !== JSON.stringify(kept);

  const save = useMutation({
    mutationFn: () =>
      unwrap(api.PUT("/v1/me/layout", { params: { header: ifMatch(layout.version) }, body: { widgets } })),
    onSuccess: (saved) => {
      queries.setQueryData(LAYOUT, saved);
      void queries.invalidateQueries({ queryKey: homeQueryKey });
      toast(t("saved"));
    },
    onError: (error) => {
      const stale = error instanceof ProblemError && error.status === 412;
      toast(stale ? t("stale") : common(problemKey(error)), "error");
      if (stale) void queries.invalidateQueries({ queryKey: LAYOUT });
    },
  });

  const widgetName = useWidgetName(useHome().data);
  function nameOf(id: string) {
    const part = parts.find((one) => one.id === id);
    return part ? widgetName(part) : id;
  }

  function move(from: number, to: number) {
    if (to < 0 || to >= widgets.length || from === to) return;
    const next = moved(widgets, from, to);
    setWidgets(next);
    const name = nameOf(next[to]?.id ?? "");
    setNews(t("moved", { name, place: to + 1, count: next.length }));
  }

  function show(index: number, visible: boolean) {
    setWidgets(widgets.map((widget, at) => (at === index ? { ...widget, visible } : widget)));
  }

  return (
    <>
      <p role="status" className={hidden.hidden}>
        {news}
      </p>
      <ol className={classes.list}>
        {widgets.map((widget, index) => {
          const name = nameOf(widget.id);
          return (
            <li
              key={widget.id}
              className={classes.row}
              data-dragged={dragged === index || undefined}
              data-off={!widget.visible || undefined}
              draggable
              onDragStart={() => setDragged(index)}
              onDragEnd={() => setDragged(null)}
              onDragOver={(event) => {
                event.preventDefault();
                if (dragged === null || dragged === index) return;
                move(dragged, index);
                setDragged(index);
              }}
            >
              <IconGripVertical size={18} aria-hidden className={classes.grip} />
              <span className={classes.name}>{name}</span>
              <Switch
                aria-label={t("show", { name })}
                checked={widget.visible}
                onChange={(event) => show(index, event.currentTarget.checked)}
              />
              <ActionIcon
                variant="default"
                aria-label={t("up", { name })}
                disabled={index === 0}
                onClick={() => move(index, index - 1)}
              >
                <IconArrowUp size={16} aria-hidden />
              </ActionIcon>
              <ActionIcon
                variant="default"
                aria-label={t("down", { name })}
                disabled={index === widgets.length - 1}
                onClick={() => move(index, index + 1)}
              >
                <IconArrowDown size={16} aria-hidden />
              </ActionIcon>
            </li>
          );
        })}
      </ol>
      <div className={classes.end}>
        <Button variant="default" disabled={!changed} onClick={() => setWidgets(kept)}>
          {t("reset")}
        </Button>
        <Button disabled={!changed} loading={save.isPending} onClick={() => save.mutate()}>
          {t("save")}
        </Button>
      </div>
    </>
  );
}
