/** Reading and discarding unmatched mail. */
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Send } from "@/kit/record/useAct";

export const inboundKey = ["inbound-mails"] as const;

export function useInboundMail(id: string) {
  return useQuery({
    queryKey: [...inboundKey, id],
    queryFn: () => unwrap(api.GET("/v1/inbound-mails/{id}", { params: { path: { id } } })),
  });
}

/** Discards a mail. */
export const discard =
  ({ id }: { id: string }): Send =>
  (header) =>
    api.POST("/v1/inbound-mails/{id}/discard", { params: { path: { id }, header } });

/** Gets the address of a mail, or of the file of a number, which is valid for seconds. */
export function mailLink(id: string) {
  return async (file?: string) => {
    const params = { path: { id }, query: file === undefined ? {} : { file: Number(file) } };
    const headers = { Accept: "application/json" };
    return (await unwrap(api.GET("/v1/inbound-mails/{id}/download", { params, headers }))).url;
  };
}
