/** Words of what is done with a list: views, files, many rows at once. Loaded with these. */
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
    notKept: "This device keeps nothing: the view is gone when you leave.",
    remove: "Remove “{{name}}”",
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
    cut: "There are more. Narrow the filters and export the rest in parts.",
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
    stopped: "Stopped before it was this one’s turn.",
    some: "{{label}}: {{done}} of {{total}} done",
    left_one: "{{label}}: {{done}} of {{total}} done. Not done: {{names}}.",
    left_other: "{{label}}: {{done}} of {{total}} done. {{count}} are not, among them {{names}}.",
    done_one: "{{label}}: done for {{count}}.",
    done_other: "{{label}}: done for all {{count}}.",
    ok: "done",
    results: "What became of each",
    hide: "Hide the results",
    notAllowed: "Not possible as it stands now.",
    stale: "Somebody changed it in the meantime. Look at it, then try again.",
    missing: "Not open to you any more.",
  },
} as const;

declare module "@/i18n" {
  interface Texts {
    listTools: typeof listTools;
  }
}

addTexts("listTools", listTools);
