/** Words of the canned in the shell and on the home page, needed before the area is loaded. */
export const names = { canned: "Canned replies" } as const;
