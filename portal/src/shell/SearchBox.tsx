/** The search in the bar, drawn as a field: it opens the panel that has one. */
import { IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/context/home";
import { useSession } from "@/context/session";
import classes from "./SearchBox.module.css";

/** What can be searched, as far as it is open to whoever is here. */
export function useSearchHint(): string {
  const { t } = useTranslation();
  const { kind } = useSession().hat;
  const may = useMay();
  if (!may("list_tickets")) return t("nav.searchHint");
  return t(kind === "staff" && may("view_person") ? "nav.searchStaff" : "nav.searchAll");
}

export function SearchBox({ onOpen }: { onOpen: () => void }) {
  const hint = useSearchHint();
  return (
    <button type="button" className={classes.search} aria-haspopup="dialog" onClick={onOpen}>
      <IconSearch size={16} aria-hidden />
      <span className={classes.words}>{hint}</span>
      <kbd aria-hidden>/</kbd>
    </button>
  );
}
