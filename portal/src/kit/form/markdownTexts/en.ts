/** Words of the field for Markdown. They are not on the first page, as those of every form are. */
export const markdown = {
  write: "Write",
  preview: "Preview",
  nothing: "Nothing is written yet.",
  tools: "Formatting",
  tool: {
    "header-3": "Heading",
    bold: "Bold",
    italic: "Italic",
    quote: "Quote",
    code: "Code",
    link: "Link",
    "unordered-list": "List",
    "ordered-list": "Numbered list",
  },
  /** A tool and its keys: "Bold, Ctrl + B". */
  keyed: "{{tool}}, {{keys}}",
  ctrl: "Ctrl",
  shift: "Shift",
} as const;
