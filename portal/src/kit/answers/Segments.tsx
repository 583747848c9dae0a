/** Text with the matched words marked, as the search found them. */
import type { Segment } from "@/api/types";

export function Segments({ parts }: { parts: Segment[] }) {
  return parts.map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never move
    part.hit ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
  );
}
