/** The areas of a face under small headings, with what waits in each; and whose portal this is. */
import { IconHome, IconLayoutGrid, IconUserCircle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useBranding } from "@/context/branding";
import { useHome } from "@/context/home";
import { usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import { type Area, areasOf } from "./areas";
import { grouped } from "./groups";
import classes from "./SideBar.module.css";
import { useWaiting } from "./waiting";

const QueueLinks = lazy(() => import("@/features/tickets/desk/QueueLinks"));

/** The areas open to the hat that is on. */
export function useAreas(): Area[] {
  const { hat } = useSession();
  return areasOf(hat.kind, useHome().data?.actions);
}

interface Props {
  /** With the places that the bar has no room for. */
  own?: boolean;
  /** What stands at its foot above the hat. */
  foot?: ReactNode;
}

export function SideBar({ own = false, foot }: Props) {
  const { t } = useTranslation();
  const { hat } = useSession();
  const { data: home } = useHome();
  const branding = useBranding();
  const places = usePlaces();
  const areas = useAreas();
  const waiting = useWaiting();
  // Each queue is a place of its own; the console as such need not be another.
  const queues = hat.kind === "staff" && home?.actions.includes("list_queues");
  return (
    <>
      <div className={classes.body}>
        <nav aria-label={t("nav.areas")}>
          <ul className={classes.list}>
            <li>
              <Link to={places.home} className={classes.item} activeOptions={{ exact: true }}>
                <IconHome size={18} stroke={1.7} aria-hidden />
                <span className={classes.word}>{t("nav.home")}</span>
              </Link>
            </li>
            {own && (
              <>
                <li>
                  <Link to={places.profile} className={classes.item}>
                    <IconUserCircle size={18} stroke={1.7} aria-hidden />
                    <span className={classes.word}>{t("nav.profile")}</span>
                  </Link>
                </li>
                <li>
                  <Link to={places.layout} className={classes.item}>
                    <IconLayoutGrid size={18} stroke={1.7} aria-hidden />
                    <span className={classes.word}>{t("nav.layout")}</span>
                  </Link>
                </li>
              </>
            )}
          </ul>
          {queues && (
            <Suspense fallback={null}>
              <QueueLinks classes={classes} />
            </Suspense>
          )}
          {grouped(areas.filter(({ key }) => key !== "desk" || !queues)).map(([group, members]) => (
            <div key={group}>
              <p className={classes.heading}>{t(`group.${group}`)}</p>
              <ul className={classes.list} aria-label={t(`group.${group}`)}>
                {members.map(({ key, to, icon: Sign }) => (
                  <li key={key}>
                    <Link to={to} className={classes.item} activeOptions={{ includeSearch: false }}>
                      <Sign size={18} stroke={1.7} aria-hidden />
                      <span className={classes.word}>{t(`area.${key}`)}</span>
                      {(key === "tickets" || key === "requests") && waiting > 0 && (
                        <span className={classes.badge}>
                          {waiting}
                          <span className={classes.hidden}> {t("nav.waiting", { count: waiting })}</span>
                        </span>
                      )}
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </nav>
      </div>
      <section className={classes.foot} aria-label={t("nav.hatNow")}>
        {foot}
        <p className={classes.who}>
          <span>{hat.label}</span>
          {hat.kind !== "staff" && branding?.support_phone && (
            <a href={`tel:${branding.support_phone.replaceAll(" ", "")}`} className={classes.phone}>
              {t("nav.support", { phone: branding.support_phone })}
            </a>
          )}
        </p>
      </section>
    </>
  );
}
