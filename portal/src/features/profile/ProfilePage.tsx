/** *Profile*: one's own name, phone, language and time zone. */
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ifMatch, unwrap } from "@/api/client";
import { UPDATE_PROFILE_NAME, UPDATE_PROFILE_PHONE } from "@/api/limits";
import { ProblemError, problemKey } from "@/api/problem";
import type { Me } from "@/api/types";
import { Card, Page } from "@/components/Page";
import { QueryResult } from "@/components/states";
import { toast } from "@/components/toasts";
import { homeQueryKey } from "@/context/home";
import { useSession } from "@/context/session";
import classes from "./ProfilePage.module.css";
import "./texts";

const ME = ["me"];
const LOCALES = ["en-US", "en-GB", "de-DE", "fr-FR", "es-ES", "it-IT", "nl-NL", "pt-BR", "ja-JP"];

export default function ProfilePage() {
  const { t } = useTranslation("profile");
  const me = useQuery({ queryKey: ME, queryFn: () => unwrap(api.GET("/v1/me")) });
  return (
    <Page narrow title={t("title")} subtitle={t("lead")}>
      <QueryResult query={me}>
        {(found) => (
          <div className={classes.stack}>
            <ProfileForm me={found} />
            <Roles />
          </div>
        )}
      </QueryResult>
    </Page>
  );
}

type Values = Pick<Me, "name" | "phone" | "locale" | "time_zone">;

function ProfileForm({ me }: { me: Me }) {
  const { t } = useTranslation("profile");
  const { t: common, i18n } = useTranslation();
  const queries = useQueryClient();
  const [values, setValues] = useState<Partial<Values>>({});
  const [errors, setErrors] = useState<Record<string, string>>({});
  const nameBox = useRef<HTMLInputElement>(null);
  const shown = { ...me, ...values };

  const save = useMutation({
    mutationFn: () =>
      unwrap(api.PATCH("/v1/me", { params: { header: ifMatch(me.version) }, body: values as never })),
    onSuccess: (saved) => {
      queries.setQueryData(ME, saved);
      void queries.invalidateQueries({ queryKey: homeQueryKey });
      setValues({});
      setErrors({});
      toast(t("saved"));
    },
    onError: (error) => {
      if (error instanceof ProblemError && error.status === 412) {
        void queries.invalidateQueries({ queryKey: ME });
        toast(t("stale"), "error");
      } else if (error instanceof ProblemError && error.fields.length > 0) {
        setErrors(
          Object.fromEntries(
            error.fields.map(({ pointer, code, detail }) => [
              pointer.slice(1),
              i18n.exists(`problem.${code}`) ? common(`problem.${code}` as "problem.required") : detail,
            ]),
          ),
        );
      } else toast(common(problemKey(error)), "error");
    },
  });

  function set(part: Partial<Values>) {
    setValues((all) => ({ ...all, ...part }));
    setErrors((all) => Object.fromEntries(Object.entries(all).filter(([field]) => !(field in part))));
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (shown.name.trim() === "") {
      setErrors({ name: t("needName") });
      return nameBox.current?.focus();
    }
    save.mutate();
  }

  const changed = Object.entries(values).some(([field, value]) => me[field as keyof Values] !== value);
  return (
    <form onSubmit={onSubmit} noValidate className={classes.form}>
      <TextInput
        ref={nameBox}
        label={t("name")}
        autoComplete="name"
        maxLength={UPDATE_PROFILE_NAME.most}
        value={shown.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={errors.name}
      />
      <TextInput label={t("email")} description={t("emailHelp")} value={me.email} readOnly variant="filled" />
      <TextInput
        label={
          <>
            {t("phone")} <span className={classes.optional}>{common("act.optional")}</span>
          </>
        }
        type="tel"
        autoComplete="tel"
        maxLength={UPDATE_PROFILE_PHONE.most}
        value={shown.phone ?? ""}
        onChange={(event) => set({ phone: event.currentTarget.value })}
        error={errors.phone}
      />
      <NativeSelect
        label={t("locale")}
        value={shown.locale}
        onChange={(event) => set({ locale: event.currentTarget.value })}
        data={localeChoices(shown.locale)}
        error={errors.locale}
      />
      <NativeSelect
        label={t("zone")}
        description={t("zoneHelp")}
        value={shown.time_zone}
        onChange={(event) => set({ time_zone: event.currentTarget.value })}
        data={zoneChoices(shown.time_zone)}
        error={errors.time_zone}
      />
      <div className={classes.end}>
        <Button type="submit" disabled={!changed} loading={save.isPending}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}

function localeChoices(current: string): { value: string; label: string }[] {
  const all = LOCALES.includes(current) ? LOCALES : [current, ...LOCALES];
  const names = new Intl.DisplayNames(undefined, { type: "language" });
  return all.map((value) => {
    try {
      return { value, label: names.of(value) ?? value };
    } catch {
      return { value, label: value };
    }
  });
}

function zoneChoices(current: string): string[] {
  const all = Intl.supportedValuesOf("timeZone");
  return all.includes(current) ? all : [current, ...all];
}

function Roles() {
  const { t } = useTranslation("profile");
  const { hats, hat } = useSession();
  return (
    <Card title={t("roles")}>
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
