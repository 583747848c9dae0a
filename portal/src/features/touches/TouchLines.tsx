/** The latest touches in short, for the side of a record. */
import { useTranslation } from "react-i18next";
import { Failed, Loading } from "@/components/states";
import { When } from "@/components/When";
import type { TouchSearch } from "@/shell/search";
import { useTouches } from "./api";
import { Outcome } from "./Outcome";
import { Toucher } from "./Toucher";
import classes from "./touches.module.css";
import "./texts";

export function TouchLines({ of, most }: { of: TouchSearch; most: number }) {
  const { t } = useTranslation("touches");
  const touches = useTouches(of, most);
  if (touches.isPending) return <Loading lines={3} />;
  if (touches.isError) return <Failed error={touches.error} onRetry={() => void touches.refetch()} />;
  const items = touches.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <p className={classes.quiet}>{t("none")}</p>;
  return (
    <ul className={classes.lines}>
      {items.map((touch) => (
        <li key={touch.id}>
          <span>
            {touch.action_label} {touch.outcome !== "done" && <Outcome outcome={touch.outcome} />}
          </span>
          <span className={classes.quiet}>
            <Toucher touch={touch} /> · <When at={touch.at} />
          </span>
        </li>
      ))}
    </ul>
  );
}
