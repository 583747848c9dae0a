/** The list of everything one can go to or do, under Ctrl/Cmd-K. */
import { useMantineColorScheme } from "@mantine/core";
import { createSpotlight, Spotlight, type SpotlightActionData } from "@mantine/spotlight";
import "@mantine/spotlight/styles.css";
import {
  IconHome,
  IconLayoutGrid,
  IconLogout,
  IconMoon,
  IconSearch,
  IconSun,
  IconSwitchHorizontal,
  IconUserCircle,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { signOut, wearHat } from "@/api/session";
import { usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import { type Area, useFeatureWords, useFound } from "@/kit/feature/features";

const [store, spotlight] = createSpotlight();
const SIZE = 18;

interface Props {
  /** How often it was asked for; each further time opens it again. */
  asked: number;
  areas: Area[];
}

export default function Palette({ asked, areas }: Props) {
  const { t } = useTranslation();
  const { hat, hats } = useSession();
  const navigate = useNavigate();
  const words = useFeatureWords();
  const places = usePlaces();
  const found = useFound();
  const { setColorScheme } = useMantineColorScheme();
  const [query, setQuery] = useState("");

  useEffect(() => {
    if (asked === 0) return;
    setQuery("");
    spotlight.open();
  }, [asked]);

  const typed = query.trim();
  const go = (to: string) => () => void navigate({ to });
  const fits = (label: string) => label.toLowerCase().includes(typed.toLowerCase());

  const actions: SpotlightActionData[] = [
    { id: "home", label: t("nav.home"), leftSection: <IconHome size={SIZE} />, onClick: go(places.home) },
    ...areas.map(({ key, to, icon: Sign }) => ({
      id: key,
      label: words.name(key),
      leftSection: <Sign size={SIZE} />,
      onClick: go(to),
    })),
    {
      id: "profile",
      label: t("nav.profile"),
      leftSection: <IconUserCircle size={SIZE} />,
      onClick: go(places.profile),
    },
    {
      id: "layout",
      label: t("nav.layout"),
      leftSection: <IconLayoutGrid size={SIZE} />,
      onClick: go(places.layout),
    },
    ...hats
      .filter((one) => one.id !== hat.id)
      .map((one) => ({
        id: one.id,
        label: `${t("nav.switchHat")}: ${one.label}`,
        leftSection: <IconSwitchHorizontal size={SIZE} />,
        onClick: () => void wearHat(one.id),
      })),
    {
      id: "light",
      label: `${t("nav.scheme")}: ${t("nav.light")}`,
      leftSection: <IconSun size={SIZE} />,
      onClick: () => setColorScheme("light"),
    },
    {
      id: "dark",
      label: `${t("nav.scheme")}: ${t("nav.dark")}`,
      leftSection: <IconMoon size={SIZE} />,
      onClick: () => setColorScheme("dark"),
    },
    {
      id: "leave",
      label: t("nav.signOut"),
      leftSection: <IconLogout size={SIZE} />,
      onClick: () => void signOut(),
    },
  ].filter((action) => typed === "" || fits(action.label));

  if (typed !== "") {
    for (const { to, search, icon: Sign, word, values } of found(typed))
      actions.push({
        id: word,
        label: words.name(word, values),
        leftSection: <Sign size={SIZE} />,
        onClick: () => void navigate({ to, search: search as never }),
      });
  }

  return (
    <Spotlight
      store={store}
      actions={actions}
      filter={(_, all) => all}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      highlightQuery={false}
      nothingFound={t("nav.paletteEmpty")}
      searchProps={{
        placeholder: t("nav.palette"),
        "aria-label": t("nav.palette"),
        leftSection: <IconSearch size={SIZE} />,
      }}
      attributes={{ content: { "aria-label": t("nav.palette") } }}
      scrollable
      maxHeight={420}
    />
  );
}
