/** Words of unmatched mail in the shell, needed before the area is loaded. */
export const names = { inbound: "Unmatched mail" } as const;
