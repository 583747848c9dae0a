/** Reading unmatched mail. */
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";

export const inboundKey = ["inbound-mails"] as const;

export function useInboundMail(id: string) {
  return useQuery({
    queryKey: [...inboundKey, id],
    queryFn: () => unwrap(api.GET("/v1/inbound-mails/{id}", { params: { path: { id } } })),
  });
}
