/** Words of the settings in the shell, needed before the area is loaded. */
export const names = { settings: "Settings" } as const;
