/** The company's name and colour as the portal shows them, in light and in dark. */
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import { contrast, lookOf } from "@/theme/theme";
import classes from "../settings.module.css";
import "../texts";

const SCHEMES = ["light", "dark"] as const;
/** Smallest contrast of a button with the page that it is on. */
const LEAST = 3;

export function Previews({ name, colour }: { name: string; colour: string }) {
  const { t } = useTranslation("settings");
  const faint = contrast(lookOf(colour, "light").brand, lookOf(colour, "light").surface);
  return (
    <div className={classes.group}>
      <div className={classes.previews}>
        {SCHEMES.map((scheme) => (
          <Preview key={scheme} name={name} colour={colour} scheme={scheme} />
        ))}
      </div>
      <p role="status" className={classes.quiet}>
        {faint < LEAST ? t("portal.faint", { contrast: faint.toFixed(1) }) : t("portal.readable")}
      </p>
    </div>
  );
}

function Preview({ name, colour, scheme }: { name: string; colour: string; scheme: "light" | "dark" }) {
  const { t } = useTranslation("settings");
  const look = lookOf(colour, scheme);
  const style = {
    "--look-surface": look.surface,
    "--look-text": look.text,
    "--look-brand": look.brand,
    "--look-on-brand": look.onBrand,
    "--look-link": look.link,
  } as CSSProperties;
  return (
    <figure className={classes.preview} style={style} aria-label={t(`portal.preview.${scheme}`)}>
      <p className={classes.previewName}>{name || t("portal.noName")}</p>
      <span className={classes.previewAct}>{t("portal.previewAct")}</span>
      <span className={classes.previewLink}>{t("portal.previewLink")}</span>
    </figure>
  );
}
