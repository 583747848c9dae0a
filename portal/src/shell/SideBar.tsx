/**
 * Side bar: the areas of a face under small headings, with the count of waiting items, and the organisation's name.
 */
import { IconHome, IconLayoutGrid, IconUserCircle } from "@tabler/icons-react";
import { Link, useRouterState } from "@tanstack/react-router";
import { type ReactNode, Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useBranding } from "@/context/branding";
import { useMay } from "@/context/home";
import { usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import { grouped, useAreas, useFeatureWords } from "@/kit/feature/features";
import { Badge } from "./Badge";
import classes from "./SideBar.module.css";

interface Props {
  /** Whether to include the places that the bar has no room for. */
  own?: boolean;
  /** Content at the foot, above the hat. */
  foot?: ReactNode;
}

export function SideBar({ own = false, foot }: Props) {
  const { t } = useTranslation();
  const { hat } = useSession();
  const branding = useBranding();
  const places = usePlaces();
  const areas = useAreas();
  const may = useMay();
  const words = useFeatureWords();
  const body = useRef<HTMLDivElement>(null);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is another entry
  useEffect(() => {
    body.current?.querySelector('[aria-current="page"]')?.scrollIntoView?.({ block: "nearest" });
  }, [path]);
  const split = areas.filter(({ instead }) => instead && may(instead.needs));
  return (
    <>
      <div ref={body} className={classes.body}>
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
          <Suspense fallback={null}>
            {split.map(({ key, instead }) => instead && <instead.body key={key} classes={classes} />)}
          </Suspense>
          {grouped(areas.filter((area) => !split.includes(area))).map(([group, members]) => (
            <div key={group}>
              <p className={classes.heading}>{t(`group.${group}`)}</p>
              <ul className={classes.list} aria-label={t(`group.${group}`)}>
                {members.map(({ key, to, icon: Sign, useBadge }) => (
                  <li key={key}>
                    <Link to={to} className={classes.item} activeOptions={{ includeSearch: false }}>
                      <Sign size={18} stroke={1.7} aria-hidden />
                      <span className={classes.word}>{words.name(key)}</span>
                      {useBadge && <Badge useCount={useBadge} className={classes.badge} />}
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
