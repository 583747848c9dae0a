/** *Profile*: one's own name, phone, language and time zone, and how one signs in. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, type Seen, unwrap } from "@/api/client";
import { UPDATE_PROFILE_NAME, UPDATE_PROFILE_PHONE } from "@/api/limits";
import type { Me } from "@/api/types";
import { Card, Page } from "@/components/Page";
import { QueryResult } from "@/components/states";
import { homeQueryKey } from "@/context/home";
import { useSession } from "@/context/session";
import { i18next, speak } from "@/i18n";
import { Form } from "@/kit/form/Form";
import { text } from "@/kit/form/rules";
import { SelectField } from "@/kit/form/SelectField";
import { TextField } from "@/kit/form/TextField";
import { useForm } from "@/kit/form/useForm";
import { useAct } from "@/kit/record/useAct";
import { EmailCard } from "./EmailCard";
import { LanguageFields } from "./LanguageFields";
import { MailsCard } from "./MailsCard";
import { ME } from "./me";
import { PasswordCard } from "./PasswordCard";
import classes from "./ProfilePage.module.css";
import { SecondStepCard } from "./SecondStepCard";
import { SessionsCard } from "./SessionsCard";
import { Place, SectionGroup, SectionLinks } from "./sections";
import sections from "./sections.module.css";
import "./texts";

export default function ProfilePage() {
  const { t } = useTranslation("profile");
  const me = useQuery({ queryKey: ME, queryFn: () => unwrap(api.GET("/v1/me")) });
  return (
    <Page title={t("title")} subtitle={t("lead")}>
      <QueryResult query={me}>
        {(found) => (
          <div className={sections.columns}>
            <SectionLinks />
            <div className={sections.groups}>
              <SectionGroup of="you">
                <Place of="about">
                  <Card sub title={t("about")}>
                    <ProfileForm me={found} />
                  </Card>
                </Place>
                <Place of="roles">
                  <Roles />
                </Place>
              </SectionGroup>
              <SectionGroup of="signingIn">
                <Place of="email">
                  <EmailCard email={found.email} />
                </Place>
                <Place of="password">
                  <PasswordCard />
                </Place>
                <Place of="secondStep">
                  <SecondStepCard on={found.second_factor} />
                </Place>
                <Place of="sessions">
                  <SessionsCard />
                </Place>
              </SectionGroup>
              <SectionGroup of="news">
                <Place of="mails">
                  <MailsCard />
                </Place>
              </SectionGroup>
            </div>
          </div>
        )}
      </QueryResult>
    </Page>
  );
}

function ProfileForm({ me }: { me: Me }) {
  const { t } = useTranslation("profile");
  const act = useAct(me, { key: ME, refreshes: [homeQueryKey, [...ME, "notifications"]], stale: t("stale") });
  const start = { name: me.name, phone: me.phone ?? "", locale: me.locale, time_zone: me.time_zone };
  const form = useForm({
    edits: true,
    version: me.version,
    start,
    rules: {
      name: text(UPDATE_PROFILE_NAME, { required: t("needName") }),
      phone: text(UPDATE_PROFILE_PHONE),
    },
    onFailed: act.conflict,
    send(values, { key, version, from }) {
      const changed = Object.entries(values).filter(
        ([field, value]) => from[field as keyof typeof start] !== value,
      );
      const body = Object.fromEntries(changed);
      const save = async (header: Seen) => {
        const answer = await api.PATCH("/v1/me", { params: { header }, body });
        if (answer.data) await speak(answer.data.locale);
        return answer;
      };
      return act.run("save", save, { done: () => i18next.t("profile:saved"), key, version });
    },
  });
  return (
    <Form of={form} submit={t("save")} whenChanged>
      <TextField of={form} name="name" label={t("name")} autoComplete="name" />
      <TextField of={form} name="phone" label={t("phone")} optional type="tel" autoComplete="tel" />
      <LanguageFields of={form} />
      <SelectField
        of={form}
        name="time_zone"
        label={t("zone")}
        help={t("zoneHelp")}
        data={zoneChoices(form.values.time_zone)}
      />
    </Form>
  );
}

function zoneChoices(current: string): string[] {
  const all = Intl.supportedValuesOf("timeZone");
  return all.includes(current) ? all : [current, ...all];
}

function Roles() {
  const { t } = useTranslation("profile");
  const { hats, hat } = useSession();
  return (
    <Card sub title={t("roles")}>
      <ul className={classes.roles}>
        {hats.map((one) => (
          <li key={one.id}>
            {one.label}
            {one.id === hat.id && hats.length > 1 && (
              <span className={classes.optional}> ({t("current")})</span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
