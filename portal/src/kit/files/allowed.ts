/** Which files the server takes, told to people before they choose one. */
import type { AllowedFiles } from "@/api/types";
import { useHome } from "@/context/home";

/** Undefined until the server has told. It decides in any case; this only spares people the way. */
export function useAllowedFiles(): AllowedFiles | undefined {
  return useHome().data?.files;
}

/** What files are added to: each has a limit of its own. */
export type FilesOf = "opening" | "reply";

/** How many files the server takes with it; undefined until it has told. */
export function useMostFiles(of: FilesOf): number | undefined {
  const allowed = useAllowedFiles();
  return of === "opening" ? allowed?.most_at_opening : allowed?.most_per_reply;
}

/** The ending of a file's name in lower case without its dot; empty where it has none. */
export function endingOf(name: string): string {
  return /[^.]\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
}

/** What a file field offers to choose. */
export function acceptOf(allowed: AllowedFiles | undefined): string | undefined {
  return allowed?.endings.map((ending) => `.${ending}`).join(",");
}

/** Why a file need not be sent at all. */
export function objection(
  file: { name: string; size: number },
  allowed: AllowedFiles | undefined,
): "tooLarge" | "empty" | "refused" | null {
  if (allowed && !allowed.endings.includes(endingOf(file.name))) return "refused";
  if (allowed && file.size > allowed.largest) return "tooLarge";
  return file.size === 0 ? "empty" : null;
}
