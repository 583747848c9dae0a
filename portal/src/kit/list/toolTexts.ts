/** Texts of a list's tools: saved views, CSV files, acts on many rows. */
import { addTexts } from "@/i18n";

export const listTools = {
  views: {
    title: "Views",
    now: "View: {{name}}",
    saved: "Saved views",
    save: "Save this view…",
    full: "No room for more views",
    saveTitle: "Save this view",
    name: "Name",
    help: "Keeps the filters, words and order that are set now, for you on this device.",
    replaces: "A view of this name is there already. Saving replaces it.",
    needName: "Give the view a name.",
    act: "Save view",
    done: "View “{{name}}” is saved.",
    notKept: "Your browser does not allow saving. The view lasts until you leave.",
    remove: "Remove “{{name}}”",
    notRemoved: "Your browser does not allow saving. The view was not removed.",
    removed: "View “{{name}}” is removed.",
  },
  export: {
    act: "Export as CSV",
    title: "Export as CSV",
    fetching_one: "{{count}} row fetched…",
    fetching_other: "{{count, number}} rows fetched…",
    done_one: "{{count}} row is in {{name}}.",
    done_other: "{{count, number}} rows are in {{name}}.",
    cutTitle: "The file has the first {{count, number}} rows",
    cut: "Only the first {{count, number}} can be exported.",
    failed: "No file was made",
  },
  bulk: {
    region: "What to do with the chosen rows",
    chosen_one: "{{count}} chosen",
    chosen_other: "{{count}} chosen",
    clear: "Clear",
    asks: "{{label}}…",
    undo: "Undo {{label}}",
    running: "{{label}}: {{done}} of {{total}}",
    stop: "Stop",
    stopped: "Not done: you stopped.",
    some: "{{label}}: {{done}} of {{total}} done",
    left_one: "{{label}}: {{done}} of {{total}} done. Not done: {{names}}.",
    left_other: "{{label}}: {{done}} of {{total}} done. {{count}} are not, among them {{names}}.",
    done_one: "{{label}}: done for {{count}}.",
    done_other: "{{label}}: done for all {{count}}.",
    ok: "done",
    results: "What became of each",
    hide: "Hide the results",
    notAllowed: "This is no longer possible.",
    stale: "Somebody changed it in the meantime. Look at it, then try again.",
    missing: "You can no longer see it.",
  },
} as const;

declare module "@/i18n" {
  interface Texts {
    listTools: typeof listTools;
  }
}

addTexts("listTools", listTools);
