/** The keys of the page that is shown, and those of every page. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/Dialog";
import { keysHere, type NamedKey } from "@/context/keys";
import classes from "./KeysDialog.module.css";

export default function KeysDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [here] = useState(keysHere);
  const everywhere = [
    { key: "/", name: t("keys.search") },
    { key: "Ctrl+K", name: t("keys.search") },
    { key: "?", name: t("keys.title") },
    { key: "Esc", name: t("keys.close") },
  ];
  return (
    <Dialog title={t("keys.title")} onClose={onClose}>
      {here.length > 0 && <Keys title={t("keys.here")} keys={here} />}
      <Keys title={t("keys.everywhere")} keys={everywhere} />
      <p className={classes.off}>{t("keys.off")}</p>
    </Dialog>
  );
}

function Keys({ title, keys }: { title: string; keys: readonly NamedKey[] }) {
  return (
    <section aria-label={title}>
      <h3 className={classes.title}>{title}</h3>
      <dl className={classes.keys}>
        {keys.map(({ key, name }) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{name}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
