/** Words of the people in the shell and on the home page, needed before the area is loaded. */
export const names = { people: "People" } as const;
