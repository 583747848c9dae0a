/** Context next to an agent's ticket: its facts, requester, purchased products and touches. */
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { StaffTicket } from "@/api/types";
import { Fact, Facts } from "@/components/Facts";
import { Named } from "@/components/Named";
import paper from "@/components/paper.module.css";
import { QueryResult } from "@/components/states";
import { plainDate } from "@/components/time";
import { useZone, When } from "@/components/When";
import { useAccount, useAccountEntitlements } from "@/context/account";
import { useMay } from "@/context/home";
import { usePerson } from "@/context/person";
import { Notice } from "@/kit/record/Actions";
import { RecordPart } from "@/kit/record/RecordPage";
import { Person } from "@/kit/show/Person";
import { TouchLines } from "@/kit/touches/TouchLines";
import { useTicketAct } from "../api";
import { Links, useLinks } from "../Links";
import { Participants, useParticipants } from "../Participants";
import { Targets } from "../Properties";
import { Said } from "../Rating";
import classes from "./ContextPane.module.css";
import { EditFacts } from "./EditFacts";
import { EditFields } from "./EditFields";

export function ContextPane({ ticket }: { ticket: StaffTicket }) {
  const { t } = useTranslation("desk");
  const { t: words } = useTranslation("tickets");
  const act = useTicketAct(ticket, { stale: t("stale"), refused: t("refused") });
  const links = useLinks(ticket.id);
  const people = useParticipants(ticket);
  return (
    <aside className={classes.pane} aria-label={t("context")}>
      <RecordPart title={t("facts")} rows>
        <Notice act={act} />
        <Facts>
          <Targets ticket={ticket} />
          <EditFacts ticket={ticket} act={act} />
          <EditFields ticket={ticket} act={act} />
          <Fact name={t("assignee")}>
            {ticket.assignee ? <Named name={ticket.assignee.name} /> : t("nobody")}
          </Fact>
          {ticket.hold_until && (
            <Fact name={t("heldUntil")}>
              <When at={ticket.hold_until} focusable />
            </Fact>
          )}
          <Fact name={words("ticket.kind")}>{words(`kind.${ticket.kind}`)}</Fact>
          {ticket.rating && (
            <Fact name={words("rating.region")}>
              <Said rating={ticket.rating} />
            </Fact>
          )}
          {people.shown && (
            <Fact name={words("ticket.participants")}>
              <Participants ticket={ticket} adds={people.adds} />
            </Fact>
          )}
          {ticket.routing_rule && <Fact name={t("rule")}>{ticket.routing_rule}</Fact>}
        </Facts>
      </RecordPart>
      {links.length > 0 && (
        <RecordPart title={words("links.title")}>
          <Links links={links} />
        </RecordPart>
      )}
      <RecordPart title={t("requester")}>
        <Requester ticket={ticket} />
        <Link to="/staff/people/$id" params={{ id: ticket.requester.id }} className={classes.link}>
          {t("person")}
        </Link>
      </RecordPart>
      <RecordPart title={t(ticket.partner ? "partner" : "account")}>
        {ticket.account ? (
          <Account id={ticket.account.id} />
        ) : ticket.partner ? (
          <p>{ticket.partner.name}</p>
        ) : (
          <p className={classes.none}>{t("noAccount")}</p>
        )}
      </RecordPart>
      <div className={paper.never}>
        <RecordPart title={t("touches")}>
          <TouchLines of={{ record: ticket.id }} most={8} />
          <Link to="/staff/touches" search={{ record: ticket.id }} className={classes.link}>
            {t("allTouches")}
          </Link>
        </RecordPart>
      </div>
    </aside>
  );
}

/** Contact data of the requester; only the name if the hat may not read the person. */
function Requester({ ticket: { requester } }: { ticket: StaffTicket }) {
  const { data } = usePerson(requester.id);
  return (
    <Person name={requester.name}>
      {data && <a href={`mailto:${data.email}`}>{data.email}</a>}
      {data?.phone && <a href={`tel:${data.phone}`}>{data.phone}</a>}
    </Person>
  );
}

function Account({ id }: { id: string }) {
  const { t } = useTranslation("desk");
  const { locale } = useZone();
  const may = useMay();
  const account = useAccount(id);
  const entitlements = useAccountEntitlements(id);
  return (
    <>
      <QueryResult query={account} lines={3}>
        {(found) => (
          <Facts>
            <Fact name={found.name}>
              <Link to="/staff/accounts/$id" params={{ id }} className={classes.link}>
                {found.number}
              </Link>
            </Fact>
            <Fact name={t("plan")}>{t(`plans.${found.plan}`)}</Fact>
            <Fact name={t("territory")}>{found.territory}</Fact>
            {found.address && (
              <Fact name={t("address")}>
                <span className={classes.address}>{found.address}</span>
              </Fact>
            )}
          </Facts>
        )}
      </QueryResult>
      {may("list_touches", "all") && (
        <Link to="/staff/touches" search={{ account: id }} className={classes.link}>
          {t("touches")}
        </Link>
      )}
      <h3 className={classes.small}>{t("entitlements")}</h3>
      <QueryResult query={entitlements} lines={3}>
        {(page) =>
          page.items.length === 0 ? (
            <p className={classes.none}>{t("noEntitlements")}</p>
          ) : (
            <ul className={classes.list}>
              {page.items.map((one) => (
                <li key={one.id}>
                  <span>
                    {one.product.name} {one.version.label}
                  </span>
                  <span className={classes.none}>
                    {t(one.in_support ? "supportUntil" : "supportEnded", {
                      date: plainDate(one.support_until, locale),
                    })}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </QueryResult>
    </>
  );
}
