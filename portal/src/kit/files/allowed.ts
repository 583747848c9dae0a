/** Files that the server accepts, checked before an upload. */
import type { AllowedFiles } from "@/api/types";
import { useHome } from "@/context/home";

/** Rules for files; undefined until the server has answered. The server decides; this only saves useless uploads. */
export function useAllowedFiles(): AllowedFiles | undefined {
  return useHome().data?.files;
}

/** Message that files are added to: each kind has its own limit. */
export type FilesOf = "opening" | "reply";

/** Largest number of files that the server takes with a message; undefined until it has answered. */
export function useMostFiles(of: FilesOf): number | undefined {
  const allowed = useAllowedFiles();
  return of === "opening" ? allowed?.most_at_opening : allowed?.most_per_reply;
}

/** Returns the ending of a file's name in lower case without its dot; empty if it has none. */
export function endingOf(name: string): string {
  return /[^.]\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
}

/** Returns the `accept` attribute of a file field. */
export function acceptOf(allowed: AllowedFiles | undefined): string | undefined {
  return allowed?.endings.map((ending) => `.${ending}`).join(",");
}

/** Returns the reason why the server would refuse a file, if there is one. */
export function objection(
  file: { name: string; size: number },
  allowed: AllowedFiles | undefined,
): "tooLarge" | "empty" | "refused" | null {
  if (allowed && !allowed.endings.includes(endingOf(file.name))) return "refused";
  if (allowed && file.size > allowed.largest) return "tooLarge";
  return file.size === 0 ? "empty" : null;
}
