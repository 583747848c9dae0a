/** Count of what waits in an area for the person. */
import { useTranslation } from "react-i18next";
import hidden from "@/components/hidden.module.css";

interface Props {
  /** Hook of the area that counts. */
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
      <span className={hidden.hidden}> {t("nav.waiting", { count })}</span>
    </span>
  );
}
