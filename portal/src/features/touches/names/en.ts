/** Words of the touches in the shell and on the home page, needed before the area is loaded. */
export const names = { touches: "Touches" } as const;
