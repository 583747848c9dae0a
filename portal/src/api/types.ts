/** The contract's shapes under the names the portal uses. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Hat = Schemas["HatView"];
export type Face = Hat["kind"];
export type Branding = Schemas["Branding"];
export type Action = Schemas["Action"];
export type AllowedFiles = Schemas["AllowedFiles"];
export type Home = Schemas["Home"];
export type Me = Schemas["Profile"];
export type Widget = Schemas["Widget"];
export type Layout = Schemas["LayoutView"];
export type TicketKind = Schemas["TicketKind"];
export type TicketState = Schemas["TicketState"];
export type TicketType = Schemas["TicketType"];
export type Severity = Schemas["Severity"];
export type TicketSummary = Schemas["TicketSummary"];
export type StaffTicketSummary = Schemas["StaffTicketSummary"];
export type Ticket = Schemas["TicketView"];
export type StaffTicket = Schemas["StaffTicketView"];
export type TimelineItem = Schemas["TimelineItemForReader"];
export type TicketAction = Schemas["TicketAction"];
export type FileInfo = Schemas["FileView"];
export type OpenTicket = Schemas["NewTicket"];
export type CannedReply = Schemas["CannedReplyView"];
export type Queue = Schemas["QueueView"];
export type Entitlement = Schemas["EntitlementView"];
export type ArticleSummary = Schemas["ArticleSummary"];
export type ArticleHit = Schemas["FoundArticle"];
export type ArticlesFound = Schemas["FoundArticles"];
export type Article = Schemas["ArticleView"];
export type Segment = Schemas["SegmentView"];
export type Touch = Schemas["TouchView"];
export type Person = Schemas["PersonView"];
export type NewInvitation = Schemas["NewInvitation"];
export type Account = Schemas["AccountView"];
export type Job = Schemas["JobView"];
