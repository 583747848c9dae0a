/** *Submit a New Ticket*: search before asking, then one column of fields; nothing typed is ever lost. */
import { useSearch } from "@tanstack/react-router";
import { Page } from "@/components/Page";
import { askingAs } from "@/context/places";
import { useSession } from "@/context/session";
import { Suggestions } from "@/kit/answers/Suggestions";
import { AttachField } from "@/kit/files/AttachField";
import { Form, FoundDraft } from "@/kit/form/Form";
import { RadioField } from "@/kit/form/RadioField";
import { TextArea } from "@/kit/form/TextArea";
import { TextField } from "@/kit/form/TextField";
import { ProductFields } from "./ProductFields";
import type { NewTicketSearch } from "./search";
import "./texts";
import { useNewTicket } from "./useNewTicket";
import { useTicketWords } from "./words";

const TYPES = ["issue", "question", "request"] as const;
const SEVERITIES = ["critical", "high", "medium", "low"] as const;

export default function NewTicketPage() {
  const t = useTicketWords();
  const as = askingAs(useSession().hat.kind);
  const search: NewTicketSearch = useSearch({ strict: false });
  const { form, asks, searched, onSolved, onArticleOpened } = useNewTicket(search.synopsis);
  const { synopsis, product_id } = form.values;

  return (
    <Page narrow title={t(`as.${as}.title`)} subtitle={t(`as.${as}.lead`)}>
      <FoundDraft of={form} />
      <Form
        of={form}
        kind="page"
        size="md"
        submit={t(`as.${as}.submit`)}
        failed={t("new.failed")}
        waiting={t("new.waitFiles")}
      >
        <div>
          <TextField
            of={form}
            name="synopsis"
            label={t("new.synopsis")}
            help={t(searched ? "new.synopsisSearched" : "new.synopsisHelp")}
            autoComplete="off"
          />
          <Suggestions words={synopsis} product={product_id} onOpened={onArticleOpened} onSolved={onSolved} />
        </div>
        <RadioField
          of={form}
          name="type"
          label={t("new.type")}
          columns
          choices={TYPES.map((value) => ({ value, label: t(`type.${value}`), help: t(`typeHelp.${value}`) }))}
        />
        <RadioField
          of={form}
          name="severity"
          label={t("new.severity")}
          choices={SEVERITIES.map((value) => ({
            value,
            label: t(`severity.${value}`),
            help: t(`severityHelp.${value}`),
          }))}
        />
        {asks.products && <ProductFields of={form} />}
        <TextArea
          of={form}
          name="description"
          label={t("new.description")}
          help={t("new.descriptionHelp")}
          rows={8}
        />
        <AttachField of={form} to="opening" />
      </Form>
    </Page>
  );
}
