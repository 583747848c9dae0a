/** Reading, starting and applying imports. */
import { useQuery } from "@tanstack/react-query";
import { api, once, unwrap } from "@/api/client";
import type { Import, ImportKind } from "@/api/types";
import type { Send } from "@/kit/record/useAct";

export const importsKey = ["imports"] as const;

/** Time between looks at an import that a job works on, in milliseconds. */
export const REFRESH = 1_500;

/** Whether a job works on an import. */
export const isAtWork = ({ state }: Pick<Import, "state">) => state === "checking" || state === "applying";

export function useImport(id: string) {
  return useQuery({
    queryKey: [...importsKey, id],
    queryFn: () => unwrap(api.GET("/v1/imports/{id}", { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data && isAtWork(state.data) ? REFRESH : false),
  });
}

/** The kinds of imports that the person may make, with their fields. */
export function useImportKinds() {
  return useQuery({
    queryKey: ["import-kinds"],
    queryFn: () => unwrap(api.GET("/v1/import-kinds")),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export interface Started {
  kind: ImportKind["kind"];
  upload_id: string;
  columns: { column: string; field: string }[];
  key: string;
  quiet: boolean;
}

/** Has an uploaded file checked. */
export const startImport = (body: Started, key: string) =>
  unwrap(api.POST("/v1/imports", { ...once(key), body }));

/** Applies an import. */
export const applyImport =
  ({ id }: { id: string }): Send<Import> =>
  (header) =>
    api.POST("/v1/imports/{id}/apply", { params: { path: { id }, header } });

/** Gets the address of the report, which is valid for seconds. */
export async function reportLink(id: string): Promise<string> {
  const headers = { Accept: "application/json" };
  return (await unwrap(api.GET("/v1/imports/{id}/report", { params: { path: { id } }, headers }))).url;
}
