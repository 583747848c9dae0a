/** Button in the bar that looks like a search field and opens the search panel. */
import { IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/context/home";
import { useSession } from "@/context/session";
import classes from "./SearchBox.module.css";

/** Placeholder that names what the person can search. */
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
