/** The files that came with the ticket itself. Those of later messages are in the timeline. */
import type { Ticket } from "@/api/types";
import { FileLinks } from "@/kit/files/FileLinks";
import { fileLink, useTimeline } from "./api";

export function OpeningFiles({ ticket }: { ticket: Ticket }) {
  const timeline = useTimeline(ticket.id);
  if (!timeline.data) return null;
  const later = new Set(
    timeline.data.pages
      .flatMap((page) => page.items)
      .flatMap((item) => item.files?.map((file) => file.id) ?? []),
  );
  return (
    <FileLinks linkOf={fileLink(ticket.id)} files={ticket.files.filter((file) => !later.has(file.id))} />
  );
}
