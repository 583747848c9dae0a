/** *Submit a New Ticket*: search before asking, then one column of fields; nothing typed is ever lost. */
import { Button, Radio, Textarea, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconCloudCheck, IconDeviceFloppy } from "@tabler/icons-react";
import { useSearch } from "@tanstack/react-router";
import { type ReactNode, useRef } from "react";
import { NEW_TICKET_DESCRIPTION } from "@/api/limits";
import { requestIdOf } from "@/api/problem";
import { Callout } from "@/components/Callout";
import { Page } from "@/components/Page";
import { RequestId } from "@/components/states";
import { characters } from "@/components/text";
import { askingAs } from "@/context/places";
import { useSession } from "@/context/session";
import { FilesField } from "@/features/files/FilesField";
import { Suggestions } from "@/features/knowledge/Suggestions";
import type { NewTicketSearch } from "@/shell/search";
import type { DraftState } from "../drafts/useDraft";
import classes from "./NewTicketPage.module.css";
import { ProductFields } from "./ProductFields";
import "./texts";
import { useNewTicket } from "./useNewTicket";
import { useTicketWords } from "./words";

const TYPES = ["issue", "question", "request"] as const;
const SEVERITIES = ["critical", "high", "medium", "low"] as const;

export default function NewTicketPage() {
  const t = useTicketWords();
  const form = useRef<HTMLFormElement>(null);
  const { hat } = useSession();
  const as = askingAs(hat.kind);
  const search: NewTicketSearch = useSearch({ strict: false });
  const ticket = useNewTicket(form, search.synopsis);
  const { values, set, blur, errorText, uploads } = ticket;
  const left = NEW_TICKET_DESCRIPTION.most - characters(values.description);

  return (
    <Page narrow title={t(`as.${as}.title`)} subtitle={t(`as.${as}.lead`)}>
      {ticket.draftState === "found" && (
        <p className={classes.found}>
          {t("new.draftFound")}{" "}
          <button type="button" className={classes.inline} onClick={ticket.startOver}>
            {t("new.startOver")}
          </button>
        </p>
      )}
      <form
        ref={form}
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void ticket.submit();
        }}
      >
        <div>
          <TextInput
            name="synopsis"
            label={t("new.synopsis")}
            description={t(ticket.searched ? "new.synopsisSearched" : "new.synopsisHelp")}
            autoComplete="off"
            value={values.synopsis}
            onChange={(event) => set({ synopsis: event.currentTarget.value })}
            onBlur={() => blur("synopsis")}
            error={errorText("synopsis")}
          />
          <Suggestions
            words={values.synopsis}
            product={values.product_id}
            onOpened={ticket.onArticleOpened}
            onSolved={ticket.onSolved}
          />
        </div>

        <Radio.Group
          name="type"
          label={t("new.type")}
          value={values.type}
          onChange={(value) => ticket.choose("type", value)}
          error={errorText("type")}
        >
          <div className={classes.types}>
            {TYPES.map((type) => (
              <Choice key={type} checked={values.type === type}>
                <Radio value={type} label={t(`type.${type}`)} description={t(`typeHelp.${type}`)} />
              </Choice>
            ))}
          </div>
        </Radio.Group>

        <Radio.Group
          name="severity"
          label={t("new.severity")}
          value={values.severity}
          onChange={(value) => ticket.choose("severity", value)}
          error={errorText("severity")}
        >
          <div className={classes.severities}>
            {SEVERITIES.map((severity) => (
              <Choice key={severity} checked={values.severity === severity}>
                <Radio
                  value={severity}
                  label={t(`severity.${severity}`)}
                  description={t(`severityHelp.${severity}`)}
                />
              </Choice>
            ))}
          </div>
        </Radio.Group>

        {as === "ticket" && <ProductFields values={values} set={set} blur={blur} errorText={errorText} />}

        <div>
          <Textarea
            name="description"
            label={t("new.description")}
            description={t("new.descriptionHelp")}
            rows={8}
            value={values.description}
            onChange={(event) => set({ description: event.currentTarget.value })}
            onBlur={() => blur("description")}
            error={errorText("description")}
          />
          {left < 1_000 && <p className={classes.left}>{t("new.left", { count: left })}</p>}
        </div>

        <div data-field="upload_ids">
          <FilesField uploads={uploads} />
          {errorText("upload_ids") && <p className={classes.error}>{errorText("upload_ids")}</p>}
        </div>

        <div aria-live="assertive" role="alert">
          {ticket.failure && (
            <Callout tint="danger" icon={IconAlertTriangle} title={t("new.failed")}>
              <p>{ticket.failure.text}</p>
              {requestIdOf(ticket.failure.error) && (
                <RequestId id={requestIdOf(ticket.failure.error) ?? ""} />
              )}
            </Callout>
          )}
          {ticket.waiting && <p className={classes.waiting}>{t("new.waitFiles")}</p>}
        </div>

        <div className={classes.end}>
          <DraftMark state={ticket.draftState} />
          <Button type="submit" loading={ticket.busy} size="md">
            {t(`as.${as}.submit`)}
          </Button>
        </div>
      </form>
    </Page>
  );
}

function Choice({ checked, children }: { checked: boolean; children: ReactNode }) {
  return (
    <div className={classes.choice} data-checked={checked || undefined}>
      {children}
    </div>
  );
}

function DraftMark({ state }: { state: DraftState }) {
  const t = useTicketWords();
  return (
    <span role="status" className={classes.draft}>
      {state === "here" && (
        <>
          <IconDeviceFloppy size={15} aria-hidden /> {t("new.draftLocal")}
        </>
      )}
      {state === "saved" && (
        <>
          <IconCloudCheck size={15} aria-hidden /> {t("new.draftSaved")}
        </>
      )}
    </span>
  );
}
