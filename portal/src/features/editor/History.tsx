/** History of an article: each version with who made it, when, and its difference from the one before. */
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ArticleVersion } from "@/api/types";
import { QueryResult } from "@/components/states";
import { When } from "@/components/When";
import { useVersions } from "./api";
import classes from "./History.module.css";
import "./texts";

type Line = NonNullable<ArticleVersion["difference"]>["lines"][number];

export function History({ of }: { of: string }) {
  const { t } = useTranslation("editor");
  const versions = useVersions(of);
  return (
    <QueryResult query={versions as never} lines={4}>
      {() => {
        const all = versions.data?.pages.flatMap(({ items }) => items) ?? [];
        if (all.length === 0) return <p>{t("history.none")}</p>;
        return (
          <>
            <ol className={classes.versions} reversed start={all[0]?.version}>
              {all.map((version) => (
                <Version key={version.version} version={version} />
              ))}
            </ol>
            {versions.hasNextPage && (
              <Button
                variant="default"
                size="sm"
                loading={versions.isFetchingNextPage}
                onClick={() => void versions.fetchNextPage()}
              >
                {t("history.more")}
              </Button>
            )}
          </>
        );
      }}
    </QueryResult>
  );
}

function Version({ version: { act, at, by, title, difference } }: { version: ArticleVersion }) {
  const { t } = useTranslation("editor");
  const fields = difference?.fields ?? [];
  const lines = difference?.lines ?? [];
  return (
    <li>
      <strong>{t(`history.act.${act}`)}</strong> · {by ?? t("history.system")} · <When at={at} focusable />
      {!difference && <p className={classes.quiet}>{t("history.first")}</p>}
      {fields.length > 0 && (
        <p className={classes.quiet}>
          {t("history.changedToo", { fields: fields.map((field) => t(`history.field.${field}`)).join(", ") })}
          {fields.includes("title") && <>: “{title}”</>}
        </p>
      )}
      {lines.length > 0 && <Lines lines={lines} />}
    </li>
  );
}

/** Sign of a line, for those who see it and for those who hear it. */
const SIGNS = { same: " ", added: "+", removed: "−", skipped: "…" } as const;

function Lines({ lines }: { lines: readonly Line[] }) {
  const { t } = useTranslation("editor");
  return (
    <div className={classes.lines}>
      {lines.map(({ change, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of one difference never move
        <div key={index} className={classes.line} data-change={change}>
          <span className={classes.sign} aria-hidden>
            {SIGNS[change]}
          </span>
          {change === "added" && <ins>{text}</ins>}
          {change === "removed" && <del>{text}</del>}
          {change === "same" && <span>{text}</span>}
          {change === "skipped" && <span className={classes.quiet}>{t("history.skipped")}</span>}
        </div>
      ))}
    </div>
  );
}
