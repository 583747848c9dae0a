/** The contract's shapes under the names the portal uses. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Hat = Schemas["Hat"];
export type Face = Hat["kind"];
export type Branding = Schemas["Branding"];
export type Home = Schemas["HomeView"];
export type Me = Schemas["MeView"];
export type Widget = Schemas["Widget"];
export type Layout = Schemas["LayoutView"];
export type TicketState = Schemas["TicketState"];
export type TicketType = Schemas["TicketType"];
export type Severity = Schemas["Severity"];
export type TicketSummary = Schemas["TicketSummary"];
export type StaffTicketSummary = Schemas["StaffTicketSummary"];
export type Ticket = Schemas["TicketView"];
export type StaffTicket = Schemas["StaffTicketView"];
export type TimelineItem = Schemas["TimelineItem"];
export type FileInfo = Schemas["File"];
export type OpenTicket = Schemas["OpenTicket"];
export type Queue = Schemas["Queue"];
export type Entitlement = Schemas["Entitlement"];
export type ArticleSummary = Schemas["ArticleSummary"];
export type ArticleHit = Schemas["ArticleHit"];
export type Article = Schemas["ArticleView"];
export type Segment = Schemas["Segment"];
export type Touch = Schemas["Touch"];
export type Person = Schemas["PersonView"];
export type Account = Schemas["AccountView"];
export type Job = Schemas["Job"];
