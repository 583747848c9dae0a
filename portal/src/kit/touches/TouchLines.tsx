/** The latest touches in short, for the side of a record. */
import { useTranslation } from "react-i18next";
import { QueryResult } from "@/components/states";
import { useServerWords } from "@/components/useServerWords";
import { When } from "@/components/When";
import { type TouchesOf, useTouches } from "./api";
import { Outcome } from "./Outcome";
import { Toucher } from "./Toucher";
import classes from "./touches.module.css";
import "./texts";

export function TouchLines({ of, most }: { of: TouchesOf; most: number }) {
  const { t } = useTranslation("touches");
  const words = useServerWords();
  const touches = useTouches({ ...of, limit: most });
  return (
    <QueryResult query={touches} lines={3}>
      {({ items }) =>
        items.length === 0 ? (
          <p className={classes.quiet}>{t("none")}</p>
        ) : (
          <ul className={classes.lines}>
            {items.map((touch) => (
              <li key={touch.id}>
                <span>
                  {words.action(touch)} {touch.outcome !== "done" && <Outcome outcome={touch.outcome} />}
                </span>
                <span className={classes.quiet}>
                  <Toucher touch={touch} /> · <When at={touch.at} />
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </QueryResult>
  );
}
