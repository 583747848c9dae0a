/** The pages of every area. A new area adds its own here, and nowhere else. */
import type { UnderAsking } from "@/context/faces";
import { cannedOfStaff } from "./canned/routes";
import { homeOfAsking, homeOfStaff } from "./home/routes";
import { jobsOfStaff } from "./jobs/routes";
import { knowledgeOfAsking, knowledgeOfStaff } from "./knowledge/routes";
import { peopleOfStaff } from "./people/routes";
import { profileOfAsking, profileOfStaff } from "./profile/routes";
import { ticketsOfAsking, ticketsOfStaff } from "./tickets/routes";
import { touchesOfStaff } from "./touches/routes";

export const ofAsking = (under: UnderAsking) =>
  [
    ...homeOfAsking(under),
    ...profileOfAsking(under),
    ...ticketsOfAsking(under),
    ...knowledgeOfAsking(under),
  ] as const;

export const ofStaff = [
  ...homeOfStaff,
  ...profileOfStaff,
  ...ticketsOfStaff,
  ...knowledgeOfStaff,
  ...touchesOfStaff,
  ...peopleOfStaff,
  ...cannedOfStaff,
  ...jobsOfStaff,
] as const;
