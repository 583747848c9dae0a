/** Words of imports in the shell, needed before the area is loaded. */
export const names = { imports: "Imports" } as const;
