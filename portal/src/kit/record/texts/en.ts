/** Words of every record. */
export const record = {
  timeline: "What happened so far",
  side: "At a glance",
  properties: "Details",
  related: "Belongs to it",
  files: "Files",
  touches: "Latest touches",
  more: "More",
  key: "Key {{key}}",
} as const;
