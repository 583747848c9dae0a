/** The settings of the portal: their sections, what waits to be published, and what needs attention. */
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Finding, SettingsHealth } from "@/api/types";
import { Callout } from "@/components/Callout";
import hidden from "@/components/hidden.module.css";
import { Card, Page } from "@/components/Page";
import { QueryResult } from "@/components/states";
import { When } from "@/components/When";
import { Allowed } from "@/kit/Allowed";
import { useHealth } from "./api";
import { SECTIONS, SEES, type SectionName } from "./documents";
import classes from "./settings.module.css";
import "./texts";
import { useSettingsWords } from "./words";

export default function SettingsPage() {
  const { t } = useTranslation("settings");
  const health = useHealth();
  return (
    <Allowed action={SEES}>
      <Page title={t("title")} subtitle={t("lead")}>
        <div className={classes.stack}>
          <Card title={t("health")}>
            <QueryResult query={health}>{(found) => <Findings findings={found.findings} />}</QueryResult>
          </Card>
          <Card title={t("sections")}>
            <ul className={classes.sections}>
              {SECTIONS.map((name) => (
                <li key={name}>
                  <Link to="/staff/settings/$section" params={{ section: name }} className={classes.section}>
                    {t(`section.${name}`)}
                  </Link>
                  <p className={classes.quiet}>{t(`about.${name}`)}</p>
                  <Waiting name={name} health={health.data} />
                </li>
              ))}
            </ul>
          </Card>
        </div>
      </Page>
    </Allowed>
  );
}

/** Note about a draft of a section that is not published yet. */
function Waiting({ name, health }: { name: SectionName; health: SettingsHealth | undefined }) {
  const { t } = useTranslation("settings");
  const draft = health?.drafts.find(({ section }) => section === name);
  if (!draft) return null;
  return (
    <p className={classes.waiting}>
      {t("draftOf", { name: draft.saved_by })} · <When at={draft.saved_at} />
      {draft.publish_at && (
        <>
          {" · "}
          {t("goesOut")} <When at={draft.publish_at} />
        </>
      )}
    </p>
  );
}

function Findings({ findings }: { findings: readonly Finding[] }) {
  const { t } = useTranslation("settings");
  const words = useSettingsWords();
  if (findings.length === 0)
    return (
      <Callout tint="success" icon={IconCircleCheck}>
        {t("healthy")}
      </Callout>
    );
  return (
    <ul className={classes.findings}>
      {findings.map((finding) => {
        const wrong = finding.weight === "wrong";
        const section = finding.section as SectionName;
        return (
          <li key={`${finding.section} ${finding.code} ${finding.name} ${finding.detail}`}>
            <Callout tint={wrong ? "attention" : "info"} icon={wrong ? IconAlertTriangle : IconInfoCircle}>
              <span className={hidden.hidden}>{t(`weight.${finding.weight}`)}: </span>
              {words.finding(finding)}{" "}
              <Link to="/staff/settings/$section" params={{ section }}>
                {t(`section.${section}`)}
              </Link>
            </Callout>
          </li>
        );
      })}
    </ul>
  );
}
