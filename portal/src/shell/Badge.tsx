/** How many things wait in an area for whoever is here. */
import { useTranslation } from "react-i18next";
import side from "./SideBar.module.css";

interface Props {
  /** Counts them; the area brings it. */
  useCount: () => number;
  className: string | undefined;
}

export function Badge({ useCount, className }: Props) {
  const { t } = useTranslation();
  const count = useCount();
  if (count === 0) return null;
  return (
    <span className={className}>
      {count}
      <span className={side.hidden}> {t("nav.waiting", { count })}</span>
    </span>
  );
}
