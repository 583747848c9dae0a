/** Team that answers a ticket, with the person of it who acted last. */
import { useTranslation } from "react-i18next";
import { Fact } from "@/components/Facts";
import { Named } from "@/components/Named";
import { useBranding } from "@/context/branding";
import { useTimeline } from "./api";
import "./texts";

export function Answering({ ticket }: { ticket: string }) {
  const { t } = useTranslation("tickets");
  const company = useBranding()?.company_name;
  const { data } = useTimeline(ticket);
  const ours = data?.pages.flatMap(({ items }) => items).findLast(({ author }) => author.side === "company");
  const team = company ? t("ticket.team", { company }) : t("side.company");
  return (
    <Fact name={t("ticket.answering")}>
      {ours ? (
        <>
          <Named name={ours.author.name} />, {team}
        </>
      ) : (
        team
      )}
    </Fact>
  );
}
