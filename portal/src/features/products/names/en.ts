/** Words of the products in the shell, needed before the area is loaded. */
export const names = { catalogue: "Products" } as const;
