/** Parts of the profile under headings, and the list that leads to them. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./sections.module.css";
import "./texts";

/** Groups of the profile, and what each has. The names are those of the texts. */
const GROUPS = {
  you: ["about", "roles"],
  signingIn: ["email", "password", "secondStep", "sessions"],
  news: ["mails"],
} as const;

type Group = keyof typeof GROUPS;
type Section = (typeof GROUPS)[Group][number];

const placeOf = (section: Section) => `profile-${section}`;

/** Leads to the sections without leaving the page, so that the typed words stay unsaved as they are. */
export function SectionLinks() {
  const { t } = useTranslation("profile");
  function go(section: Section) {
    const place = document.getElementById(placeOf(section));
    place?.scrollIntoView?.({ block: "start" });
    place?.focus({ preventScroll: true });
  }
  return (
    <nav className={classes.links} aria-label={t("sections")}>
      {(Object.keys(GROUPS) as Group[]).map((group) => (
        <div key={group}>
          <p className={classes.group}>{t(`group.${group}`)}</p>
          <ul>
            {GROUPS[group].map((section) => (
              <li key={section}>
                <a
                  href={`#${placeOf(section)}`}
                  onClick={(event) => {
                    event.preventDefault();
                    go(section);
                  }}
                >
                  {t(section)}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

export function SectionGroup({ of, children }: { of: Group; children: ReactNode }) {
  const { t } = useTranslation("profile");
  const id = `profile-of-${of}`;
  return (
    <section className={classes.stack} aria-labelledby={id}>
      <h2 id={id} className={classes.heading}>
        {t(`group.${of}`)}
      </h2>
      {children}
    </section>
  );
}

export function Place({ of, children }: { of: Section; children: ReactNode }) {
  return (
    <div id={placeOf(of)} tabIndex={-1} className={classes.place}>
      {children}
    </div>
  );
}
