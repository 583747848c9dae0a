/** Words of the accounts in the shell and on the home page, needed before the area is loaded. */
export const names = { accounts: "Accounts", products: "Your products" } as const;
