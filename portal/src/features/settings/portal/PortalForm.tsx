/** The company's name, colour and support, how long one stays signed in, and the parts of each portal. */
import { useTranslation } from "react-i18next";
import type { Face } from "@/api/types";
import { CheckField } from "@/kit/form/CheckField";
import { TextField } from "@/kit/form/TextField";
import { documentOf } from "../api";
import type { Capability, PortalDocument } from "../documents";
import { colour, wholeNumber } from "../rules";
import { SectionEditor, type SectionProps } from "../SectionEditor";
import classes from "../settings.module.css";
import "../texts";
import { Previews } from "./Previews";

/** Parts that each portal has, and that can be taken away from all of its people. */
const PARTS = {
  customer: ["tickets", "knowledge"],
  partner: ["tickets", "knowledge"],
  employee: ["tickets", "knowledge"],
  staff: ["tickets", "knowledge", "touches", "accounts", "imports", "jobs"],
} as const satisfies Record<Face, readonly Capability[]>;
const FACES = Object.keys(PARTS) as Face[];

interface Values {
  company_name: string;
  brand_color: string;
  support_email: string;
  support_phone: string;
  session_days: string;
  tickets: string;
  uploads: string;
  customer: string[];
  partner: string[];
  employee: string[];
  staff: string[];
}

/** Whether an entry takes one of the listed parts away from everybody of a portal. Others stay as they are. */
function isWhole({ face, role, capability }: PortalDocument["taken_away"][number]): boolean {
  return role === null && (PARTS[face] as readonly string[]).includes(capability);
}

export function valuesOf(document: PortalDocument): Values {
  const { company_name, brand_color, support_email, support_phone, session_days, rates, taken_away } =
    document;
  const gone = (face: Face) => taken_away.filter((one) => one.face === face && isWhole(one));
  const kept = (face: Face) =>
    PARTS[face].filter((part) => !gone(face).some(({ capability }) => capability === part));
  return {
    company_name,
    brand_color,
    support_email,
    support_phone,
    session_days: String(session_days),
    tickets: String(rates.tickets),
    uploads: String(rates.uploads),
    customer: kept("customer"),
    partner: kept("partner"),
    employee: kept("employee"),
    staff: kept("staff"),
  };
}

export function toDocument(document: PortalDocument, values: Values): PortalDocument {
  const gone = FACES.flatMap((face) =>
    PARTS[face]
      .filter((part) => !values[face].includes(part))
      .map((capability) => ({ capability, face, role: null })),
  );
  return {
    ...document,
    company_name: values.company_name.trim(),
    brand_color: values.brand_color.trim().toLowerCase(),
    support_email: values.support_email.trim(),
    support_phone: values.support_phone.trim(),
    session_days: Number(values.session_days),
    rates: { ...document.rates, tickets: Number(values.tickets), uploads: Number(values.uploads) },
    taken_away: [...document.taken_away.filter((one) => !isWhole(one)), ...gone],
  };
}

export default function PortalForm(props: SectionProps) {
  const { t } = useTranslation("settings");
  const document = documentOf("portal", props.published, props.draft);
  return (
    <SectionEditor
      {...props}
      name="portal"
      start={valuesOf(document)}
      toDocument={(values) => toDocument(document, values)}
      toValues={(former) => valuesOf(former as PortalDocument)}
      pointers={{ "document/rates": "tickets" }}
      rules={{
        company_name: (name) => (name.trim() ? null : t("portal.nameMissing")),
        brand_color: colour,
        session_days: wholeNumber(1, 366),
        tickets: wholeNumber(1, 1_000_000),
        uploads: wholeNumber(1, 1_000_000),
      }}
    >
      {(form) => (
        <>
          <TextField
            of={form}
            name="company_name"
            label={t("portal.name")}
            help={t("portal.nameHelp")}
            autoComplete="off"
          />
          <TextField
            of={form}
            name="brand_color"
            label={t("portal.color")}
            help={t("portal.colorHelp")}
            autoComplete="off"
          />
          <Previews name={form.values.company_name} colour={form.values.brand_color} />
          <div className={classes.pair}>
            <TextField of={form} name="support_email" label={t("portal.email")} optional autoComplete="off" />
            <TextField of={form} name="support_phone" label={t("portal.phone")} optional autoComplete="off" />
          </div>
          <TextField
            of={form}
            name="session_days"
            label={t("portal.days")}
            help={t("portal.daysHelp")}
            inputMode="numeric"
          />
          <div className={classes.pair}>
            <TextField of={form} name="tickets" label={t("portal.tickets")} inputMode="numeric" />
            <TextField of={form} name="uploads" label={t("portal.uploads")} inputMode="numeric" />
          </div>
          <fieldset className={classes.group}>
            <legend className={classes.legend}>{t("portal.parts")}</legend>
            <p className={classes.quiet}>{t("portal.partsHelp")}</p>
            {FACES.map((face) => (
              <CheckField
                key={face}
                of={form}
                name={face}
                label={t(`faces.${face}`)}
                choices={PARTS[face].map((value) => ({ value, label: t(`value.capability.${value}`) }))}
              />
            ))}
          </fieldset>
        </>
      )}
    </SectionEditor>
  );
}
