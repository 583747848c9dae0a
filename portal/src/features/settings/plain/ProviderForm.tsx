/** The company's identity provider: who signs in through it, and who is let in for the first time. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Face, Hat } from "@/api/types";
import { useServerWords } from "@/components/useServerWords";
import { CheckField } from "@/kit/form/CheckField";
import { SelectField } from "@/kit/form/SelectField";
import { TextArea } from "@/kit/form/TextArea";
import { TextField } from "@/kit/form/TextField";
import type { Fields } from "@/kit/form/useFields";
import { documentOf } from "../api";
import type { ProviderDocument } from "../documents";
import { linesOf } from "../rules";
import { SectionEditor, type SectionProps } from "../SectionEditor";
import classes from "../settings.module.css";
import { ThingDialog } from "../ThingDialog";
import "../texts";

/** Roles that a person can get at their first sign-in. Administrators are made by other administrators alone. */
const ROLES = {
  employee: ["employee", "contractor"],
  staff: ["agent", "sales", "editor", "operations", "hr"],
} as const;
const FACES = ["employee", "staff"] as const;
type OwnFace = (typeof FACES)[number];
type Newcomer = ProviderDocument["newcomers"][number];

interface Values {
  enabled: string[];
  label: string;
  issuer: string;
  client_id: string;
  client_secret: string;
  faces: string[];
  domains: string;
  newcomers: Newcomer[];
}

export function valuesOf(document: ProviderDocument): Values {
  return {
    enabled: document.enabled ? ["enabled"] : [],
    label: document.label,
    issuer: document.issuer,
    client_id: document.client_id,
    client_secret: document.client_secret ?? "",
    faces: [...document.faces],
    domains: document.domains.join("\n"),
    newcomers: document.newcomers,
  };
}

export function toDocument(document: ProviderDocument, values: Values): ProviderDocument {
  return {
    ...document,
    enabled: values.enabled.length > 0,
    label: values.label.trim(),
    issuer: values.issuer.trim(),
    client_id: values.client_id.trim(),
    client_secret: values.client_secret.trim() || null,
    faces: FACES.filter((face) => values.faces.includes(face)),
    domains: linesOf(values.domains).map((domain) => domain.toLowerCase()),
    newcomers: values.newcomers,
  };
}

export default function ProviderForm(props: SectionProps) {
  const { t } = useTranslation("settings");
  const document = documentOf("identity_provider", props.published, props.draft);
  return (
    <SectionEditor<Values>
      {...props}
      name="identity_provider"
      start={valuesOf(document)}
      toDocument={(values) => toDocument(document, values)}
      toValues={(former) => valuesOf(former as ProviderDocument)}
    >
      {(form) => (
        <>
          <CheckField
            of={form}
            name="enabled"
            label={t("provider.state")}
            choices={[{ value: "enabled", label: t("provider.enabled") }]}
          />
          <TextField
            of={form}
            name="label"
            label={t("part.provider_label")}
            help={t("provider.labelHelp")}
            autoComplete="off"
          />
          <TextField
            of={form}
            name="issuer"
            label={t("part.issuer")}
            help={t("provider.issuerHelp")}
            autoComplete="off"
          />
          <div className={classes.pair}>
            <TextField of={form} name="client_id" label={t("part.client_id")} autoComplete="off" />
            <TextField
              of={form}
              name="client_secret"
              label={t("part.client_secret_name")}
              help={t("provider.secretHelp")}
              optional
              autoComplete="off"
            />
          </div>
          <CheckField
            of={form}
            name="faces"
            label={t("part.provider_faces")}
            choices={FACES.map((value) => ({ value, label: t(`faces.${value}`) }))}
          />
          <TextArea
            of={form}
            name="domains"
            label={t("part.provider_domains")}
            help={t("provider.domainsHelp")}
            rows={4}
          />
          <Newcomers of={form} />
        </>
      )}
    </SectionEditor>
  );
}

/** Rules that let in people who do not exist yet. */
function Newcomers({ of }: { of: Fields<Values> }) {
  const { t } = useTranslation("settings");
  const { role } = useServerWords();
  const [asked, setAsked] = useState(false);
  const { newcomers } = of.values;
  const free = linesOf(of.values.domains).filter(
    (domain) => !newcomers.some((rule) => rule.domain === domain.toLowerCase()),
  );
  return (
    <fieldset className={classes.group} data-field="newcomers">
      <legend className={classes.legend}>{t("provider.newcomers")}</legend>
      <p className={classes.quiet}>{t("provider.newcomersHelp")}</p>
      <ul className={classes.sections}>
        {newcomers.map((rule) => (
          <li key={rule.domain} className={classes.thing}>
            <span className={classes.grow}>
              {rule.domain} → {t(`faces.${rule.kind}`)}, {role(rule.role)}
            </span>
            <Button
              variant="default"
              size="compact-sm"
              onClick={() => of.set({ newcomers: newcomers.filter((one) => one !== rule) })}
            >
              {t("remove")}
            </Button>
          </li>
        ))}
      </ul>
      {free.length > 0 && (
        <div>
          <Button variant="default" onClick={() => setAsked(true)}>
            {t("provider.addNewcomer")}
          </Button>
        </div>
      )}
      {asked && (
        <ThingDialog
          title={t("provider.addNewcomer")}
          start={{ domain: free[0] ?? "", hat: "employee employee" }}
          onWritten={({ domain, hat }) => {
            const [kind, chosen] = hat.split(" ") as [Face, Hat["role"]];
            of.set({ newcomers: [...newcomers, { domain: domain.toLowerCase(), kind, role: chosen }] });
          }}
          onClose={() => setAsked(false)}
        >
          {(form) => (
            <>
              <SelectField of={form} name="domain" label={t("provider.domain")} data={free} />
              <SelectField
                of={form}
                name="hat"
                label={t("provider.hat")}
                data={FACES.flatMap((face: OwnFace) =>
                  ROLES[face].map((one) => ({
                    value: `${face} ${one}`,
                    label: `${t(`faces.${face}`)}, ${role(one)}`,
                  })),
                )}
              />
            </>
          )}
        </ThingDialog>
      )}
    </fieldset>
  );
}
