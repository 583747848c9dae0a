/** Drawing of a plot. Nothing in it moves. */
import { useElementSize } from "@mantine/hooks";
import { type KeyboardEvent as Pressed, useId } from "react";
import {
  Bar,
  BarChart,
  CartesianGrid,
  LabelList,
  Line,
  LineChart,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from "recharts";
import classes from "./Drawing.module.css";
import { lookOf, Mark, Patterns, paintOf } from "./look";
import type { Point } from "./points";

interface Props {
  kind: "bars" | "lines";
  points: Point[];
  /** Titles of the series. */
  series: string[];
  /** Writes a value in short. */
  short: (value: number) => string;
  /** Name of the drawing, and how it is used. */
  label: string;
}

const HEIGHT = 240;
/** Room for a category below a bar, and height of a bar that has its category at the left, in pixels. */
const ROOM = 76;
const ROW = 40;
/** Most points that have their values written at them, or their marks drawn. */
const FEW = { values: 12, marks: 32 };
const LETTER = 13;

export default function Drawing({ kind, points, series, short, label }: Props) {
  const plot = useId().replace(/\W/g, "");
  const { ref, width } = useElementSize();
  return (
    <div className={classes.drawing}>
      {series.length > 1 && <Legend kind={kind} series={series} />}
      <div ref={ref} className={classes.chart}>
        {width > 0 &&
          (kind === "bars" ? (
            <Bars {...{ plot, points, series, short, label, width }} />
          ) : (
            <Lines {...{ plot, points, series, short, label, width }} />
          ))}
      </div>
    </div>
  );
}

type ChartProps = Omit<Props, "kind"> & { plot: string; width: number };

const TEXT = { fill: "var(--portico-second)", fontSize: LETTER };
const PLAIN = { axisLine: false, tickLine: false, tick: TEXT } as const;

/** Axis of the values. Counts have no parts. */
function ticks(points: Point[], short: Props["short"]) {
  const allowDecimals = !points.every(({ values }) => values.every(Number.isInteger));
  return { tickFormatter: short, width: "auto", tickCount: 5, allowDecimals, ...PLAIN } as const;
}

/** Keys of bars that are drawn across, which go down: the library goes up with its right key, and has no others. */
const ACROSS: Record<string, string> = {
  ArrowRight: "ArrowLeft",
  ArrowDown: "ArrowLeft",
  ArrowLeft: "ArrowRight",
  ArrowUp: "ArrowRight",
};

/** A key as the library takes it. */
class Meant extends KeyboardEvent {}

function onKeyAcross(event: Pressed) {
  const key = ACROSS[event.key];
  if (!key || event.nativeEvent instanceof Meant) return;
  event.preventDefault();
  event.stopPropagation();
  event.target.dispatchEvent(new Meant("keydown", { key, bubbles: true }));
}

/** Bars above their categories; or, where these would touch, to the right of them. */
function Bars({ plot, points, series, short, label, width }: ChartProps) {
  const longest = Math.max(...points.map(({ name }) => name.length)) * LETTER * 0.58;
  const across = width / points.length < Math.min(longest + 8, ROOM * 1.6) && points.length <= FEW.values;
  const valued = series.length === 1 && points.length <= FEW.values;
  const room = Math.min(longest + 12, width * 0.42);
  return (
    <div role="presentation" onKeyDownCapture={across ? onKeyAcross : undefined}>
      <BarChart
        key={across ? "across" : "up"}
        aria-label={label}
        data={points}
        layout={across ? "vertical" : "horizontal"}
        width={width}
        height={across ? Math.max(2, points.length) * ROW * Math.max(1, series.length * 0.6) + 30 : HEIGHT}
        margin={
          across ? { top: 4, right: 56, bottom: 0, left: 0 } : { top: 24, right: 4, bottom: 0, left: 0 }
        }
        barCategoryGap="22%"
        barGap={2}
      >
        <Patterns plot={plot} count={series.length} />
        <CartesianGrid stroke="var(--portico-line)" vertical={across && !valued} horizontal={!across} />
        {across ? (
          <>
            <XAxis type="number" tickFormatter={short} tickCount={4} hide={valued} {...PLAIN} />
            <YAxis type="category" dataKey="name" width={room} interval={0} {...PLAIN} />
          </>
        ) : (
          <>
            <XAxis dataKey="name" interval="equidistantPreserveStart" minTickGap={6} {...PLAIN} />
            <YAxis {...ticks(points, short)} />
          </>
        )}
        <Tooltip
          content={(tip) => <Tip {...tip} series={series} />}
          cursor={{ fill: "var(--portico-sunken)", stroke: "none" }}
          isAnimationActive={false}
        />
        {series.map((title, index) => (
          <Bar
            key={title}
            name={title}
            dataKey={(point: Point) => point.values[index]}
            fill={paintOf(plot, index)}
            stroke={lookOf(index).colour}
            radius={across ? [0, 4, 4, 0] : [4, 4, 0, 0]}
            maxBarSize={64}
            isAnimationActive={false}
          >
            {valued && (
              <LabelList
                dataKey={(point) => (point as Point).values[index] ?? undefined}
                position={across ? "right" : "top"}
                formatter={(value) => (typeof value === "number" ? short(value) : value)}
                {...TEXT}
              />
            )}
          </Bar>
        ))}
      </BarChart>
    </div>
  );
}

function Lines({ points, series, short, label, width }: ChartProps) {
  const marks = points.length <= FEW.marks;
  return (
    <LineChart
      aria-label={label}
      data={points}
      width={width}
      height={HEIGHT}
      margin={{ top: 10, right: 14, bottom: 0, left: 0 }}
    >
      <CartesianGrid stroke="var(--portico-line)" vertical={false} />
      <XAxis
        dataKey="name"
        interval="equidistantPreserveStart"
        minTickGap={10}
        padding={{ left: 8, right: 16 }}
        {...PLAIN}
      />
      <YAxis {...ticks(points, short)} />
      <Tooltip
        content={(tip) => <Tip {...tip} series={series} />}
        cursor={{ stroke: "var(--portico-line-strong)" }}
        isAnimationActive={false}
      />
      {series.map((title, index) => (
        <Line
          key={title}
          name={title}
          dataKey={(point: Point) => point.values[index]}
          stroke={lookOf(index).colour}
          strokeWidth={2}
          strokeDasharray={lookOf(index).dashes}
          dot={
            marks &&
            (({ cx, cy, index: at }) =>
              cx === undefined || cy === undefined ? null : (
                <Mark key={at} series={index} x={Number(cx)} y={Number(cy)} />
              ))
          }
          activeDot={{ r: 5 }}
          isAnimationActive={false}
        />
      ))}
    </LineChart>
  );
}

/** All values of one category or week. */
function Tip({ active, payload, series }: TooltipContentProps & { series: string[] }) {
  const point = payload?.[0]?.payload as Point | undefined;
  if (!active || !point) return null;
  return (
    <div className={classes.tip} role="status">
      <p className={classes.of}>{point.full}</p>
      {series.map((title, index) => (
        <p key={title} className={classes.value}>
          {series.length > 1 && <span>{title}</span>} <span>{point.words[index]}</span>
        </p>
      ))}
    </div>
  );
}

function Legend({ kind, series }: Pick<Props, "kind" | "series">) {
  const plot = useId().replace(/\W/g, "");
  return (
    <ul className={classes.legend}>
      {series.map((title, index) => (
        <li key={title}>
          <svg width={kind === "bars" ? 14 : 30} height={14} aria-hidden>
            {kind === "bars" ? (
              <>
                <Patterns plot={plot} count={index + 1} />
                <rect
                  x={1}
                  y={1}
                  width={12}
                  height={12}
                  rx={2}
                  fill={paintOf(plot, index)}
                  stroke={lookOf(index).colour}
                />
              </>
            ) : (
              <>
                <path
                  d="M1 7H29"
                  stroke={lookOf(index).colour}
                  strokeWidth={2}
                  strokeDasharray={lookOf(index).dashes}
                />
                <Mark series={index} x={15} y={7} />
              </>
            )}
          </svg>{" "}
          {title}
        </li>
      ))}
    </ul>
  );
}
