/** *Submit a New Ticket*: search before asking, then one column of fields; nothing typed is ever lost. */
import { IconArrowForwardUp } from "@tabler/icons-react";
import { Link, useSearch } from "@tanstack/react-router";
import type { Ticket, TicketField } from "@/api/types";
import { Callout } from "@/components/Callout";
import { Page } from "@/components/Page";
import { QueryResult } from "@/components/states";
import { askingAs, usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import { Suggestions } from "@/kit/answers/Suggestions";
import { AttachField } from "@/kit/files/AttachField";
import { Form, FoundDraft } from "@/kit/form/Form";
import { RadioField } from "@/kit/form/RadioField";
import { TextArea } from "@/kit/form/TextArea";
import { TextField } from "@/kit/form/TextField";
import { useTicket, useTicketFields } from "./api";
import { ColleaguesField } from "./ColleaguesField";
import { CustomFields } from "./fields/CustomFields";
import { ProductFields } from "./ProductFields";
import type { NewTicketSearch } from "./search";
import "./texts";
import { useNewTicket } from "./useNewTicket";
import { useTicketWords } from "./words";

const TYPES = ["issue", "question", "request"] as const;
const SEVERITIES = ["critical", "high", "medium", "low"] as const;

export default function NewTicketPage() {
  const { follows, synopsis }: NewTicketSearch = useSearch({ strict: false });
  const fields = useTicketFields();
  return (
    <QueryResult query={fields} lines={9} page>
      {({ items }) =>
        follows ? <FollowUp of={follows} fields={items} /> : <NewTicket searched={synopsis} fields={items} />
      }
    </QueryResult>
  );
}

/** Form of a ticket that follows a closed one: the old one is read first. */
function FollowUp({ of, fields }: { of: string; fields: readonly TicketField[] }) {
  const ticket = useTicket(of);
  return (
    <QueryResult query={ticket} lines={9} page>
      {(found) => <NewTicket key={found.id} followed={found} fields={fields} />}
    </QueryResult>
  );
}

interface Begun {
  searched?: string | undefined;
  followed?: Ticket;
  /** Fields that the company added. */
  fields: readonly TicketField[];
}

function NewTicket({ searched: words, followed, fields }: Begun) {
  const t = useTicketWords();
  const as = askingAs(useSession().hat.kind);
  const places = usePlaces();
  const { form, asks, searched, onSolved, onArticleOpened } = useNewTicket(fields, words, followed);
  const { synopsis, product_id } = form.values;

  return (
    <Page narrow title={followed ? t("links.open") : t(`as.${as}.title`)} subtitle={t(`as.${as}.lead`)}>
      {followed && (
        <Callout tint="info" icon={IconArrowForwardUp} title={t("links.new", { number: followed.number })}>
          <p>
            <Link to={places.ticket} params={{ id: followed.id }}>
              {followed.synopsis}
            </Link>
          </p>
        </Callout>
      )}
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
        <CustomFields of={form} fields={fields} />
        <TextArea
          of={form}
          name="description"
          label={t("new.description")}
          help={t("new.descriptionHelp")}
          rows={8}
        />
        <ColleaguesField of={form} />
        <AttachField of={form} to="opening" />
      </Form>
    </Page>
  );
}
