/** Words of the editors' articles in the shell, needed before the area is loaded. */
export const names = { editor: "Articles" } as const;
