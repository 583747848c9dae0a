/** Options of the shell in the search panel: where typed words lead, recent choices, places and commands. */
import { useMantineColorScheme } from "@mantine/core";
import {
  type Icon,
  IconArrowRight,
  IconHistory,
  IconHome,
  IconLayoutGrid,
  IconLogout,
  IconMoon,
  IconSun,
  IconSwitchHorizontal,
  IconUserCircle,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { createElement } from "react";
import { useTranslation } from "react-i18next";
import { signOut, wearHat } from "@/api/session";
import { toast } from "@/components/toasts";
import { usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import type { Option, Sought } from "@/kit/feature/feature";
import { useAreas, useFeatureWords, useFound } from "@/kit/feature/features";
import { fits } from "@/kit/feature/sources";
import { useRecent } from "./recent";

/** Fewest letters that name a place. */
const LEAST = 2;

/** Option that acts on the current page and leads nowhere. */
export interface Command extends Omit<Option, "leads"> {
  act: () => void;
}

export type Choice = Option | Command;

/** Runs an option and remembers where it led. */
export function useChoose() {
  const navigate = useNavigate();
  const { remember } = useRecent();
  return (choice: Choice) => {
    if ("act" in choice) return choice.act();
    remember(choice);
    void navigate(choice.leads as never);
  };
}

/** Places of the portal that are open to the person. */
export function usePlacesToGo(): Option[] {
  const { t } = useTranslation();
  const places = usePlaces();
  const areas = useAreas();
  const words = useFeatureWords();
  const own = (id: "home" | "profile" | "layout", icon: Icon): Option => ({
    id,
    label: t(`nav.${id}`),
    icon,
    leads: { to: places[id] },
  });
  return [
    own("home", IconHome),
    ...areas.map(({ key, to, icon }): Option => ({ id: key, label: words.name(key), icon, leads: { to } })),
    own("profile", IconUserCircle),
    own("layout", IconLayoutGrid),
  ];
}

/** First options, which Enter takes: options that load later do not replace them. */
export function useFirst() {
  const found = useFound();
  const words = useFeatureWords();
  const places = usePlacesToGo();
  return ({ text, typed }: Sought): Option[] => {
    if (typed === "") return [];
    const led = found(text).map(({ to, search, icon, word, values, meant, detail }) => {
      const option: Option = {
        id: word,
        label: words.name(word, values),
        icon,
        detail: detail && createElement(detail, { values }),
        leads: { to, search },
      };
      return { option, last: meant === "otherwise" };
    });
    const place =
      typed.length < LEAST ? undefined : places.find(({ label }) => label.toLowerCase().startsWith(typed));
    return [
      ...led.filter(({ last }) => !last).map(({ option }) => option),
      ...(place ? [{ ...place, icon: IconArrowRight }] : []),
      ...led.filter(({ last }) => last).map(({ option }) => option),
    ];
  };
}

/** Recent choices, shown until a word is typed. */
export function useRecentOptions({ typed }: Sought): Option[] {
  const { recent } = useRecent();
  if (typed !== "") return [];
  return recent().map(({ label, leads }, index) => ({ id: String(index), label, icon: IconHistory, leads }));
}

export function useCommands(sought: Sought): Command[] {
  const { t } = useTranslation();
  const { hat, hats } = useSession();
  const { setColorScheme } = useMantineColorScheme();
  const wear = (id: string) => void wearHat(id).catch(() => toast(t("problem.unexpected"), "error"));
  const scheme = (id: "light" | "dark", icon: Icon): Command => ({
    id,
    label: `${t("nav.scheme")}: ${t(`nav.${id}`)}`,
    icon,
    act: () => setColorScheme(id),
  });
  const all: Command[] = [
    ...hats
      .filter(({ id }) => id !== hat.id)
      .map(({ id, label }) => ({
        id,
        label: `${t("nav.switchHat")}: ${label}`,
        icon: IconSwitchHorizontal,
        act: () => wear(id),
      })),
    scheme("light", IconSun),
    scheme("dark", IconMoon),
    { id: "leave", label: t("nav.signOut"), icon: IconLogout, act: () => void signOut() },
  ];
  return all.filter(({ label }) => fits(sought, label));
}
