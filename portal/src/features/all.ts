/** Every area of the portal, each with a line of its own; `order` says where it is among the others. */
export { accounts } from "./accounts/routes";
export { canned } from "./canned/routes";
export { editor } from "./editor/routes";
export { home } from "./home/routes";
export { imports } from "./imports/routes";
export { inbound } from "./inbound/routes";
export { jobs } from "./jobs/routes";
export { knowledge } from "./knowledge/routes";
export { people } from "./people/routes";
export { products } from "./products/routes";
export { profile } from "./profile/routes";
export { settings } from "./settings/routes";
export { tickets } from "./tickets/routes";
export { touches } from "./touches/routes";
