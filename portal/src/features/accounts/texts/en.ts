/** Words of what an account purchased. */
export const accounts = {
  supportUntil: "In support until {{date}}",
} as const;
