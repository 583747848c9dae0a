/** One mail that joined no ticket: its plain text, why it is here, and the decision on it. */
import { Button } from "@mantine/core";
import { IconCircleCheck, IconDownload, IconMailQuestion } from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import type { InboundMail } from "@/api/types";
import { Callout } from "@/components/Callout";
import { Fact, Facts } from "@/components/Facts";
import { Card } from "@/components/Page";
import { QueryResult } from "@/components/states";
import { toast } from "@/components/toasts";
import { When } from "@/components/When";
import { FileLinks } from "@/kit/files/FileLinks";
import { fileSize } from "@/kit/files/size";
import { ConfirmDialog } from "@/kit/record/ActDialog";
import { Actions } from "@/kit/record/Actions";
import { RecordPage } from "@/kit/record/RecordPage";
import { useAct } from "@/kit/record/useAct";
import { discard, inboundKey, mailLink, useInboundMail } from "./api";
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
      title={
        mail.further
          ? t("further.title", { from: mail.from || t("unknownSender") })
          : mail.subject || t("noSubject")
      }
      lead={
        <>
          {mail.from_name || mail.from || t("unknownSender")} · <When at={mail.received_at} />
        </>
      }
      notice={<Decision mail={mail} />}
      properties={<Properties mail={mail} />}
    >
      {mail.further ? (
        <Card title={t("further.lead")}>
          <p className={classes.many}>{t("further.why", { count: mail.further.count })}</p>
          <p className={classes.many}>{t("further.text")}</p>
          <p className={classes.many}>
            {t("further.last")} <When at={mail.further.last_at} />
          </p>
        </Card>
      ) : (
        <Text mail={mail} />
      )}
    </RecordPage>
  );
}

function Text({ mail }: { mail: InboundMail }) {
  const { t } = useTranslation("inbound");
  return (
    <Card title={t("text")}>
      <div className={classes.text}>{mail.text || t(textGone(mail.state))}</div>
      {mail.quoted && (
        <details className={classes.quoted}>
          <summary>{t("showQuoted")}</summary>
          <div className={classes.text}>{mail.quoted}</div>
        </details>
      )}
    </Card>
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
          <Files mail={mail} />
        </Fact>
      )}
      {downloads(mail) && (
        <Fact name={t("raw.name")}>
          <Download mail={mail} />
          <p className={classes.unchecked}>{t("raw.unchecked")}</p>
        </Fact>
      )}
    </Facts>
  );
}

const downloads = ({ allowed }: InboundMail) => allowed.includes("download");

/** The files of the mail: names alone once they are gone. */
function Files({ mail }: { mail: InboundMail }) {
  // Files of one mail may share a name, and never move.
  const files = mail.files.map((file, index) => ({ ...file, id: String(index), media_type: "" }));
  if (downloads(mail)) return <FileLinks files={files} linkOf={mailLink(mail.id)} />;
  return (
    <ul className={classes.files}>
      {files.map(({ id, name, size }) => (
        <li key={id}>
          {name} ({fileSize(size)})
        </li>
      ))}
    </ul>
  );
}

/** The mail as it was sent. */
function Download({ mail: { id } }: { mail: InboundMail }) {
  const { t } = useTranslation("inbound");
  const fetchMail = () =>
    mailLink(id)()
      .then((url) => window.location.assign(url))
      .catch(() => toast(t("raw.failed"), "error"));
  return (
    <Button
      size="compact-xs"
      variant="default"
      leftSection={<IconDownload size={14} aria-hidden />}
      onClick={() => void fetchMail()}
    >
      {t("raw.download")}
    </Button>
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
              send={discard(mail)}
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
      title={mail.further ? t("further.lead") : mail.reason ? t(`reason.${mail.reason}`) : t("why")}
    >
      {acts}
    </Callout>
  );
}
