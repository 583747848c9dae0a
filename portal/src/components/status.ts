/**
 * Table of all states and their looks: an icon, a tint and a word. The word of a ticket's state comes from the
 * server, so the portal and the mail say the same.
 */
import {
  type Icon,
  IconAlertOctagon,
  IconAlertTriangle,
  IconArchive,
  IconArrowDown,
  IconArrowMerge,
  IconBan,
  IconCalendarTime,
  IconCheck,
  IconCircleCheck,
  IconCircleDot,
  IconEye,
  IconHelpCircle,
  IconHourglassEmpty,
  IconInbox,
  IconLock,
  IconMailForward,
  IconMinus,
  IconPencil,
  IconPlayerPause,
  IconProgress,
  IconUserCheck,
  IconUserOff,
  IconX,
} from "@tabler/icons-react";
import type { ManuscriptState, Person, Severity, TicketState, Touch } from "@/api/types";

export type Tint = "neutral" | "info" | "attention" | "success" | "danger";

export interface Look {
  icon: Icon;
  tint: Tint;
}

export const STATE_LOOK: Record<TicketState, Look> = {
  new: { icon: IconInbox, tint: "info" },
  open: { icon: IconProgress, tint: "info" },
  waiting: { icon: IconHelpCircle, tint: "attention" },
  on_hold: { icon: IconPlayerPause, tint: "neutral" },
  resolved: { icon: IconCircleCheck, tint: "success" },
  closed: { icon: IconLock, tint: "neutral" },
  merged: { icon: IconArrowMerge, tint: "neutral" },
};

export const SEVERITY_LOOK: Record<Severity, Look> = {
  critical: { icon: IconAlertOctagon, tint: "danger" },
  high: { icon: IconAlertTriangle, tint: "attention" },
  medium: { icon: IconMinus, tint: "neutral" },
  low: { icon: IconArrowDown, tint: "neutral" },
};

/** Looks of a person's status: whether they may sign in. */
export const PERSON_LOOK: Record<Person["status"], Look> = {
  active: { icon: IconUserCheck, tint: "success" },
  invited: { icon: IconMailForward, tint: "info" },
  disabled: { icon: IconUserOff, tint: "neutral" },
};

/** Looks of the state of an article and of its next text. */
export const ARTICLE_LOOK: Record<ManuscriptState, Look> = {
  draft: { icon: IconPencil, tint: "neutral" },
  review: { icon: IconEye, tint: "attention" },
  scheduled: { icon: IconCalendarTime, tint: "info" },
  published: { icon: IconCircleCheck, tint: "success" },
  expired: { icon: IconHourglassEmpty, tint: "neutral" },
  archived: { icon: IconArchive, tint: "neutral" },
};

/** Looks of the outcome of a touch. */
export const OUTCOME_LOOK: Record<Touch["outcome"], Look> = {
  done: { icon: IconCheck, tint: "neutral" },
  denied: { icon: IconBan, tint: "danger" },
  failed: { icon: IconX, tint: "danger" },
};

const LOOKS: Record<string, Look> = { ...STATE_LOOK, ...PERSON_LOOK, ...ARTICLE_LOOK, ...OUTCOME_LOOK };
const UNKNOWN: Look = { icon: IconCircleDot, tint: "neutral" };

/** Returns the look of a state; an unknown state still shows its word. */
export function stateLook(state: string): Look {
  return LOOKS[state] ?? UNKNOWN;
}

export function severityLook(severity: string): Look {
  return SEVERITY_LOOK[severity as Severity] ?? UNKNOWN;
}
