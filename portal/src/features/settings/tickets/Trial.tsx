/** The rules of the draft, tried on the latest tickets. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RoutingTrial, SettingsDraft } from "@/api/types";
import { Card } from "@/components/Page";
import { QueryResult } from "@/components/states";
import { DataTable } from "@/kit/list/DataTable";
import { useTrial } from "../api";
import classes from "../settings.module.css";
import "../texts";

interface Props {
  draft: SettingsDraft;
  /** Whether the form has changes that are not in the draft yet. */
  stale: boolean;
}

export function Trial({ draft, stale }: Props) {
  const { t } = useTranslation("settings");
  const [asked, setAsked] = useState(false);
  const trial = useTrial(asked);
  return (
    <Card
      title={t("trial.title")}
      acts={
        <Button
          variant="default"
          size="xs"
          onClick={() => (asked ? void trial.refetch() : setAsked(true))}
          loading={trial.isFetching}
        >
          {t("trial.act")}
        </Button>
      }
    >
      <p className={classes.quiet}>{t(draft.document && !stale ? "trial.help" : "trial.saveFirst")}</p>
      {asked && <QueryResult query={trial}>{(found) => <Tried trial={found} />}</QueryResult>}
    </Card>
  );
}

function Tried({ trial: { tickets } }: { trial: RoutingTrial }) {
  const { t } = useTranslation("settings");
  if (tickets.length === 0) return <p className={classes.quiet}>{t("trial.none")}</p>;
  const moved = tickets.filter(({ published, drafted }) => published?.queue.id !== drafted?.queue.id);
  return (
    <>
      <p role="status" className={classes.line}>
        {t("trial.moved", { count: moved.length, all: tickets.length })}
      </p>
      <DataTable
        label={t("trial.title")}
        dense
        keyOf={({ id }) => id}
        rows={tickets}
        columns={[
          {
            key: "ticket",
            title: t("trial.ticket"),
            heading: true,
            cell: ({ number, synopsis }) => `${number} ${synopsis}`,
          },
          { key: "now", title: t("trial.now"), cell: ({ published }) => published?.queue.name ?? "" },
          {
            key: "then",
            title: t("trial.drafted"),
            cell: ({ published, drafted }) => {
              const name = drafted?.queue.name ?? "";
              return published?.queue.id === drafted?.queue.id ? name : <strong>{name}</strong>;
            },
          },
          { key: "rule", title: t("trial.rule"), cell: ({ drafted }) => drafted?.rule ?? "" },
        ]}
      />
    </>
  );
}
