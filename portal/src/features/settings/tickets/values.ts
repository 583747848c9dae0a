/** The settings of tickets as the values of their form, and back. */
import type { Severity } from "@/api/types";
import type { StaffPerson } from "../api";
import type { Hours, PersonRef, Plan, QueueOf, Rule, Target, TicketsDocument } from "../documents";
import { linesOf } from "../rules";

export const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low"];
export const PLANS: readonly Plan[] = ["premium", "standard", "internal"];
export const WEEKDAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;

/** Hours of a day as they are written; both are empty on a day on which the company is closed. */
export interface WrittenHours {
  from: string;
  to: string;
}

/** A target as it is written, in minutes. */
export interface WrittenTarget {
  severity: Severity;
  plan: Plan;
  first: string;
  solution: string;
}

export interface TicketValues {
  queues: QueueOf[];
  rules: Rule[];
  time_zone: string;
  week: WrittenHours[];
  /** A day on each line. */
  holidays: string;
  targets: WrittenTarget[];
  alarm_severities: string[];
  alarm_unassigned: string[];
}

const short = (time: string) => time.slice(0, 5);
const long = (time: string) => (time.length === 5 ? `${time}:00` : time);

export function valuesOf(document: TicketsDocument): TicketValues {
  const { calendar, targets, alarm } = document;
  const targetOf = (severity: Severity, plan: Plan) =>
    targets.find((one) => one.severity === severity && one.plan === plan);
  return {
    queues: document.queues,
    rules: document.rules,
    time_zone: calendar.time_zone,
    week: calendar.week.map((day) =>
      day ? { from: short(day.from), to: short(day.to) } : { from: "", to: "" },
    ),
    holidays: calendar.holidays.join("\n"),
    targets: PLANS.flatMap((plan) =>
      SEVERITIES.map((severity) => {
        const target = targetOf(severity, plan);
        return {
          severity,
          plan,
          first: String(target?.first_response_minutes ?? ""),
          solution: String(target?.resolution_minutes ?? ""),
        };
      }),
    ),
    alarm_severities: [...alarm.severities],
    alarm_unassigned: alarm.unassigned ? ["unassigned"] : [],
  };
}

/** Whether every day has both of its times or neither. */
export function hasWholeDays(week: readonly WrittenHours[]): boolean {
  return week.every(({ from, to }) => (from === "") === (to === ""));
}

/** Returns the hours of a day, or null if the company is closed. */
function hoursOf({ from, to }: WrittenHours): Hours | null {
  return from && to ? { from: long(from), to: long(to) } : null;
}

const isWhole = (text: string) => /^\d{1,9}$/.test(text.trim());

/** Whether every target has two whole numbers of minutes. */
export function hasWholeTargets(targets: readonly WrittenTarget[]): boolean {
  return targets.every(({ first, solution }) => isWhole(first) && isWhole(solution));
}

function targetOf({ severity, plan, first, solution }: WrittenTarget): Target {
  return {
    severity,
    plan,
    first_response_minutes: Number(first),
    resolution_minutes: Number(solution),
  };
}

export function toDocument(document: TicketsDocument, values: TicketValues): TicketsDocument {
  const wanted = values.targets.map(targetOf);
  // Targets keep their place, so that what did not change is no difference.
  const kept = document.targets.flatMap((target) => {
    const index = wanted.findIndex((one) => one.severity === target.severity && one.plan === target.plan);
    return index < 0 ? [] : wanted.splice(index, 1);
  });
  return {
    ...document,
    queues: values.queues,
    rules: values.rules,
    calendar: {
      ...document.calendar,
      time_zone: values.time_zone,
      week: values.week.map(hoursOf),
      holidays: linesOf(values.holidays),
    },
    targets: [...kept, ...wanted],
    alarm: {
      ...document.alarm,
      severities: SEVERITIES.filter((severity) => values.alarm_severities.includes(severity)),
      unassigned: values.alarm_unassigned.includes("unassigned"),
    },
  };
}

/** People who can work on a queue: administrators on each, the others on the queues of their hats. */
export function workersOf(staff: readonly StaffPerson[], queue: string | undefined): PersonRef[] {
  return staff
    .filter(({ everywhere, queues }) => everywhere || (queue !== undefined && queues.includes(queue)))
    .map(({ id, name }) => ({ id, name }))
    .sort((one, other) => one.name.localeCompare(other.name));
}
