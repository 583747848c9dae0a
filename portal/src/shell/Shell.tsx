/** The frame of every page: the bar, the areas, the search and who is here. */
import { IconHome, IconSearch } from "@tabler/icons-react";
import { Link, useRouterState } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { areasOf } from "./areas";
import { useBranding } from "./branding";
import { useHome } from "./home";
import { Logo } from "./Logo";
import { Person } from "./Person";
import { placesOf } from "./places";
import { SearchBox } from "./SearchBox";
import classes from "./Shell.module.css";
import { useSession } from "./session";

const Palette = lazy(() => import("./Palette"));

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { hat } = useSession();
  const branding = useBranding();
  const home = useHome();
  const areas = areasOf(hat.kind, home.data?.actions);
  const places = placesOf(hat.kind);
  const knowledge = areas.find((area) => area.key === "knowledge");
  const wide = useRouterState({ select: (state) => state.location.pathname.startsWith("/staff/desk") });
  const search = useRef<HTMLInputElement>(null);
  const [palette, setPalette] = useState(0);

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setPalette((count) => count + 1);
      } else if (event.key === "/" && !typing(event.target) && search.current) {
        event.preventDefault();
        search.current.focus();
      }
    }
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  return (
    <div className={classes.shell} data-face={hat.kind}>
      <a className={classes.skip} href="#content">
        {t("app.skip")}
      </a>
      <header className={classes.bar}>
        <div className={classes.inner} data-wide={hat.kind === "staff" || undefined}>
          <Link to="/" className={classes.company}>
            <Logo />
            <span>{branding?.company_name}</span>
          </Link>
          <nav className={classes.links} aria-label={t("nav.main")}>
            <Link to={places.home} className={classes.link} activeOptions={{ exact: true }}>
              {t("nav.home")}
            </Link>
            <Link to={places.profile} className={classes.link} data-minor>
              {t("nav.profile")}
            </Link>
            <Link to={places.layout} className={classes.link} data-minor>
              {t("nav.layout")}
            </Link>
            <span className={classes.divider} aria-hidden />
            {areas.map((area) => (
              <Link
                key={area.key}
                to={area.to}
                className={classes.link}
                activeOptions={{ exact: area.exact ?? false, includeSearch: false }}
              >
                {t(`area.${area.key}`)}
              </Link>
            ))}
          </nav>
          <SearchBox ref={search} face={hat.kind} />
          {knowledge && (
            <Link to={knowledge.to} className={classes.searchTap} aria-label={t("nav.search")}>
              <IconSearch size={20} aria-hidden />
            </Link>
          )}
          <Person onPalette={() => setPalette((count) => count + 1)} />
        </div>
      </header>
      <main id="content" className={wide ? classes.wide : classes.page} tabIndex={-1}>
        {children}
      </main>
      <nav className={classes.bottom} aria-label={t("nav.areas")}>
        <Link to={places.home} className={classes.tab} activeOptions={{ exact: true }}>
          <IconHome size={20} stroke={1.6} aria-hidden />
          <span>{t("nav.home")}</span>
        </Link>
        {areas.map(({ key, to, icon: Sign, exact }) => (
          <Link
            key={key}
            to={to}
            className={classes.tab}
            activeOptions={{ exact: exact ?? false, includeSearch: false }}
          >
            <Sign size={20} stroke={1.6} aria-hidden />
            <span>{t(key === "ask" || key === "requests" ? `area.${key}Short` : `area.${key}`)}</span>
          </Link>
        ))}
      </nav>
      {palette > 0 && (
        <Suspense fallback={null}>
          <Palette asked={palette} areas={areas} />
        </Suspense>
      )}
    </div>
  );
}
