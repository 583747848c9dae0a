/** Frame of every page: the bar with search and person, the areas at the side, the page. */
import { ActionIcon, Button } from "@mantine/core";
import {
  IconDots,
  IconHome,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconMenu2,
  IconPlus,
  IconSearch,
} from "@tabler/icons-react";
import { Link, useMatches } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Logo } from "@/components/Logo";
import { useBranding } from "@/context/branding";
import { singleKey } from "@/context/keys";
import { placesOf } from "@/context/places";
import { useSession } from "@/context/session";
import { useAreas, useFeatureWords } from "@/kit/feature/features";
import { later } from "@/kit/feature/later";
import { Badge } from "./Badge";
import { Drawer } from "./Drawer";
import { Person } from "./Person";
import { SearchBox } from "./SearchBox";
import { SearchPanel } from "./SearchPanel";
import classes from "./Shell.module.css";
import { SideBar } from "./SideBar";
import side from "./SideBar.module.css";
import { useSideBar } from "./side";

const KeysDialog = lazy(() => import("./KeysDialog"));
const Viewing = later(() => import("./Viewing"), "Viewing");

/** Number of areas in the bar at the foot of a phone, next to *Home* and *More*. */
const TABS = 3;

export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { hat, viewer } = useSession();
  const branding = useBranding();
  const areas = useAreas();
  const places = placesOf(hat.kind);
  const words = useFeatureWords();
  const act = areas.find((area) => area.act);
  const wide = useMatches({ select: (matches) => matches.some(({ staticData }) => staticData.wide) });
  const [searching, setSearching] = useState(false);
  const search = useCallback(() => setSearching(true), []);
  const [listing, setListing] = useState(false);
  const listKeys = useCallback(() => setListing(true), []);
  const [drawer, setDrawer] = useState(false);
  const closeDrawer = useCallback(() => setDrawer(false), []);
  const { collapsed, toggle } = useSideBar();

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      // A field has the key already, such as Ctrl+K for a link.
      if (event.defaultPrevented) return;
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        search();
      } else if (event.key === "/" && singleKey(event)) {
        event.preventDefault();
        search();
      } else if (event.key === "?" && singleKey(event)) {
        event.preventDefault();
        listKeys();
      }
    }
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [search, listKeys]);

  return (
    <div className={classes.shell} data-face={hat.kind} data-side={collapsed ? "icons" : "words"}>
      <a className={classes.skip} href="#content">
        {t("app.skip")}
      </a>
      {viewer && (
        <Suspense fallback={null}>
          <Viewing />
        </Suspense>
      )}
      <header className={classes.bar}>
        <div className={classes.start}>
          <Opener className={classes.burger} label={t("nav.openAreas")} onOpen={() => setDrawer(true)}>
            <IconMenu2 size={20} aria-hidden />
          </Opener>
          <Link to="/" className={classes.company}>
            <Logo name={branding?.company_name} />
            <span>{branding?.company_name}</span>
          </Link>
        </div>
        <SearchBox onOpen={search} />
        <div className={classes.end}>
          <Opener className={classes.searchTap} label={t("nav.search")} onOpen={search}>
            <IconSearch size={20} aria-hidden />
          </Opener>
          {act && (
            <Button
              component={Link}
              to={act.to}
              className={classes.act}
              leftSection={<IconPlus size={16} aria-hidden />}
            >
              <span className={classes.actWord}>{words.name(act.key)}</span>
            </Button>
          )}
          <nav className={classes.links} aria-label={t("nav.main")}>
            <Link to={places.home} className={classes.link} activeOptions={{ exact: true }}>
              {t("nav.home")}
            </Link>
            <Link to={places.profile} className={classes.link}>
              {t("nav.profile")}
            </Link>
            <Link to={places.layout} className={classes.link}>
              {t("nav.layout")}
            </Link>
          </nav>
          <Person onSearch={search} onKeys={listKeys} />
        </div>
      </header>
      <div className={classes.frame}>
        <div className={classes.side}>
          <SideBar
            foot={
              <button type="button" className={side.item} onClick={toggle}>
                {collapsed ? (
                  <IconLayoutSidebarLeftExpand size={18} stroke={1.7} aria-hidden />
                ) : (
                  <IconLayoutSidebarLeftCollapse size={18} stroke={1.7} aria-hidden />
                )}
                <span className={side.word}>{t(collapsed ? "nav.wider" : "nav.narrower")}</span>
              </button>
            }
          />
        </div>
        <main id="content" className={wide ? classes.wide : classes.page} tabIndex={-1}>
          {children}
        </main>
      </div>
      <nav className={classes.bottom} aria-label={t("nav.often")}>
        <Link to={places.home} className={classes.tab} activeOptions={{ exact: true }}>
          <IconHome size={20} stroke={1.6} aria-hidden />
          <span>{t("nav.home")}</span>
        </Link>
        {areas
          .filter((area) => !area.act)
          .slice(0, TABS)
          .map(({ key, to, icon: Sign, useBadge }) => (
            <Link key={key} to={to} className={classes.tab} activeOptions={{ includeSearch: false }}>
              <Sign size={20} stroke={1.6} aria-hidden />
              <span>{words.short(key)}</span>
              {useBadge && <Badge useCount={useBadge} className={classes.count} />}
            </Link>
          ))}
        <button type="button" className={classes.tab} aria-haspopup="dialog" onClick={() => setDrawer(true)}>
          <IconDots size={20} stroke={1.6} aria-hidden />
          <span>{t("nav.more")}</span>
        </button>
      </nav>
      <Drawer open={drawer} onClose={closeDrawer} />
      {listing && (
        <Suspense fallback={null}>
          <KeysDialog onClose={() => setListing(false)} />
        </Suspense>
      )}
      {searching && <SearchPanel onClose={() => setSearching(false)} />}
    </div>
  );
}

interface OpenerProps {
  className: string | undefined;
  label: string;
  onOpen: () => void;
  /** The icon. */
  children: ReactNode;
}

/** Icon in the bar that opens a dialog. */
function Opener({ className, label, onOpen, children }: OpenerProps) {
  return (
    <ActionIcon
      className={className}
      variant="subtle"
      color="gray"
      size={40}
      aria-label={label}
      aria-haspopup="dialog"
      onClick={onOpen}
    >
      {children}
    </ActionIcon>
  );
}
