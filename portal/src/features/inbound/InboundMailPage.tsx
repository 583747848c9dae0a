/** One mail that joined no ticket: its plain text, why it is here, and the decision on it. */
import { IconCircleCheck, IconMailQuestion } from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { InboundMail } from "@/api/types";
import { Callout } from "@/components/Callout";
import { Fact, Facts } from "@/components/Facts";
import { Card } from "@/components/Page";
import { QueryResult } from "@/components/states";
import { When } from "@/components/When";
import { fileSize } from "@/kit/files/size";
import { ConfirmDialog } from "@/kit/record/ActDialog";
import { Actions } from "@/kit/record/Actions";
import { RecordPage } from "@/kit/record/RecordPage";
import { useAct } from "@/kit/record/useAct";
import { inboundKey, useInboundMail } from "./api";
import classes from "./InboundMailPage.module.css";
import "./texts";

const AttachDialog = lazy(() => import("./AttachDialog"));

export default function InboundMailPage() {
  const { id } = useParams({ from: "/staff/unmatched-mail/$id" });
  return (
    <QueryResult query={useInboundMail(id)} page>
      {(mail) => <MailRecord mail={mail} />}
    </QueryResult>
  );
}

function MailRecord({ mail }: { mail: InboundMail }) {
  const { t } = useTranslation("inbound");
  return (
    <RecordPage
      id={mail.id}
      back={{ label: t("title"), to: "/staff/unmatched-mail" }}
      title={mail.subject || t("noSubject")}
      lead={
        <>
          {mail.from_name || mail.from || t("unknownSender")} · <When at={mail.received_at} />
        </>
      }
      notice={<Decision mail={mail} />}
      properties={<Properties mail={mail} />}
    >
      <Card title={t("text")}>
        <div className={classes.text}>{mail.text || t(textGone(mail.state))}</div>
        {mail.quoted && (
          <details className={classes.quoted}>
            <summary>{t("showQuoted")}</summary>
            <div className={classes.text}>{mail.quoted}</div>
          </details>
        )}
      </Card>
    </RecordPage>
  );
}

/** Key of the words in place of a text that is not here. */
function textGone(state: InboundMail["state"]) {
  if (state === "joined") return "textOnTicket";
  return state === "discarded" ? "textDeleted" : "noText";
}

function Properties({ mail }: { mail: InboundMail }) {
  const { t } = useTranslation("inbound");
  return (
    <Facts>
      <Fact name={t("address")}>{mail.from || t("unknownSender")}</Fact>
      <Fact name={t("person")}>
        {mail.sender ? (
          <Link to="/staff/people/$id" params={{ id: mail.sender.id }}>
            {mail.sender.name}
          </Link>
        ) : (
          t("nobody")
        )}
      </Fact>
      {mail.ticket && (
        <Fact name={t("ticket")}>
          <TicketLink ticket={mail.ticket} />
        </Fact>
      )}
      {mail.files.length > 0 && (
        <Fact name={t("files")}>
          <ul className={classes.files}>
            {mail.files.map(({ name, size }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: files of one mail may share a name and never move
              <li key={index}>
                {name} ({fileSize(size)})
              </li>
            ))}
          </ul>
        </Fact>
      )}
    </Facts>
  );
}

function TicketLink({ ticket }: { ticket: NonNullable<InboundMail["ticket"]> }) {
  return (
    <Link to="/staff/desk" search={{ ticket: ticket.id }}>
      {ticket.number}
    </Link>
  );
}

function Decision({ mail }: { mail: InboundMail }) {
  const { t } = useTranslation("inbound");
  const { id, allowed, state } = mail;
  const act = useAct(mail, { key: [...inboundKey, id], refreshes: [inboundKey], stale: t("stale") });
  const acts = (
    <Actions
      allowed={allowed}
      act={act}
      primary="attach"
      actions={[
        {
          name: "attach",
          label: t("attach.label"),
          dialog: (close) => <AttachDialog mail={mail} act={act} onClose={close} />,
        },
        {
          name: "discard",
          label: t("discard.label"),
          dialog: (close) => (
            <ConfirmDialog
              act={act}
              danger
              title={t("discard.title")}
              submit={t("discard.submit")}
              done={t("discard.done")}
              send={(header) =>
                api.POST("/v1/inbound-mails/{id}/discard", { params: { path: { id }, header } })
              }
              onClose={close}
            >
              {t("discard.text")}
            </ConfirmDialog>
          ),
        },
      ]}
    />
  );
  if (state === "joined" || state === "discarded") {
    return (
      <Callout tint="success" icon={IconCircleCheck}>
        {t(`decided.${state}`)} {mail.ticket && state === "joined" && <TicketLink ticket={mail.ticket} />}
        {acts}
      </Callout>
    );
  }
  return (
    <Callout
      tint="attention"
      icon={IconMailQuestion}
      title={mail.reason ? t(`reason.${mail.reason}`) : t("why")}
    >
      {acts}
    </Callout>
  );
}
