/** *Home*: what waits for the person, then the parts they chose, in their order. */
import { Button } from "@mantine/core";
import { IconLayoutGrid } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type ReactNode, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Home } from "@/api/types";
import { Page } from "@/components/Page";
import { EmptyState, Loading, QueryResult } from "@/components/states";
import { useHome } from "@/context/home";
import { usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import type { Frame, WidgetPart, WidgetProps } from "@/kit/feature/feature";
import { useFeatureWords, useStanding, useWidgets } from "@/kit/feature/features";
import { preload } from "@/kit/feature/later";
import { Block } from "@/kit/home/Block";
import classes from "./HomePage.module.css";
import { arranged, firstName } from "./order";
import "./texts";

export default function HomePage() {
  const { t } = useTranslation("home");
  const { person } = useSession();
  const home = useHome();
  const widgets = useWidgets();
  useEffect(() => {
    for (const { body, ahead } of widgets) for (const part of [body, ahead]) preload(part);
  }, [widgets]);
  return (
    <Page
      title={t("title", { name: firstName(person.name) })}
      subtitle={home.data ? <Standing home={home.data} /> : "\u00a0"}
    >
      <QueryResult query={home} lines={7}>
        {(found) => <Widgets home={found} widgets={widgets} />}
      </QueryResult>
    </Page>
  );
}

/** In one line: what waits. */
function Standing({ home }: { home: Home }) {
  const { hat } = useSession();
  const Shown = useStanding()?.body;
  if (!Shown) return hat.label;
  return (
    <Suspense fallback={"\u00a0"}>
      <Shown home={home} />
    </Suspense>
  );
}

/** Name of a part, from the texts of its area. */
export function useWidgetName(home: Home | undefined) {
  const { name } = useFeatureWords();
  const { hat } = useSession();
  return ({ id, word }: WidgetPart) => name(home && word ? word({ home, face: hat.kind, first: false }) : id);
}

function Widgets({ home, widgets }: { home: Home; widgets: readonly WidgetPart[] }) {
  const { t } = useTranslation("home");
  const { hat } = useSession();
  const places = usePlaces();
  const nameOf = useWidgetName(home);
  const open = widgets.filter(({ needs }) => home.actions.includes(needs));
  const chosen = arranged(home.layout, hat.kind === "staff" ? [] : widgets)
    .filter(({ visible }) => visible)
    .flatMap(({ id }) => open.find((part) => part.id === id && !part.fixed) ?? []);
  if (chosen.length === 0) {
    return (
      <EmptyState icon={IconLayoutGrid} title={t("empty")} text={t("emptyText")}>
        <Button component={Link} to={places.layout}>
          {t("arrange")}
        </Button>
      </EmptyState>
    );
  }
  // Fixed parts follow the first part that leaves room in its row.
  const roomAt = chosen.findIndex(({ size }) => size === "wide");
  const shown = chosen.toSpliced(roomAt + 1 || chosen.length, 0, ...open.filter(({ fixed }) => fixed));
  const frameOf = (part: WidgetPart, first: boolean): Frame => ({
    ...(part.fixed ? {} : { id: part.id }),
    title: nameOf(part),
    size: typeof part.size === "function" ? part.size({ home, face: hat.kind, first }) : part.size,
    bare: first && part.search === true,
  });
  // Below the search, where that is the head of the page.
  const aheadAt = shown[0]?.search ? 1 : 0;
  const ahead = (
    <Suspense key="ahead" fallback={null}>
      {chosen.map(({ id, ahead: Ahead }) => Ahead && <Ahead key={id} home={home} />)}
    </Suspense>
  );
  const items = shown.map((part, index) => {
    const first = index === 0;
    const frame = frameOf(part, first);
    return { id: part.id, size: frame.size, shown: <Part key={part.id} {...{ part, home, frame, first }} /> };
  });
  return (
    <>
      <Columns items={items.toSpliced(aheadAt, 0, { id: "ahead", size: "full", shown: ahead })} />
      <Link to={places.layout} className={classes.arrange}>
        {t("arrange")}
      </Link>
    </>
  );
}

function Part({ part, home, frame, first }: WidgetProps & { part: WidgetPart }) {
  const waiting = (
    <Block {...frame}>
      <Loading lines={3} />
    </Block>
  );
  return (
    <Suspense fallback={waiting}>
      <part.body home={home} frame={frame} first={first} />
    </Suspense>
  );
}

interface Item {
  id: string;
  size: Frame["size"];
  shown: ReactNode;
}

/** Parts between two full ones, in two columns without gaps. On a narrow screen all parts are in the person's order. */
function Columns({ items }: { items: readonly Item[] }) {
  const groups: Item[][] = [];
  for (const item of items) {
    const group = groups.at(-1);
    if (item.size === "full" || !group || group[0]?.size === "full") groups.push([item]);
    else group.push(item);
  }
  return groups.map((group) => {
    if (group[0]?.size === "full") return group[0].shown;
    const column = (size: Item["size"]) => (
      <div className={classes.column}>
        {group.map((item, order) =>
          item.size === size ? (
            <div key={item.id} style={{ order }}>
              {item.shown}
            </div>
          ) : null,
        )}
      </div>
    );
    return (
      <div key={group[0]?.id} className={classes.columns}>
        {column("wide")}
        {column("narrow")}
      </div>
    );
  });
}
