/**
 * Tools of a field for Markdown: its two tabs, and buttons that write the marks into the text area, which the browser's
 * own Undo takes back.
 */
import { ActionIcon, Tabs, Tooltip } from "@mantine/core";
import "@mantine/core/styles/Tabs.css";
import "@github/markdown-toolbar-element";
import {
  IconBold,
  IconCode,
  IconHeading,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  IconQuote,
} from "@tabler/icons-react";
import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import classes from "./MarkdownTools.module.css";
import "./markdownTexts";
import { keysOf, TOOLS, type Tool, toolOf, toWholeLines } from "./markdownTools";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      /** A toolbar of buttons with `data-md-button`, for the text area with the ID `for`. */
      "markdown-toolbar": HTMLAttributes<HTMLElement> & { for: string; ref?: RefObject<HTMLElement | null> };
    }
  }
}

const SIGN: Record<Tool, typeof IconBold> = {
  "header-3": IconHeading,
  bold: IconBold,
  italic: IconItalic,
  quote: IconQuote,
  code: IconCode,
  link: IconLink,
  "unordered-list": IconList,
  "ordered-list": IconListNumbers,
};

interface Props {
  /** ID of the field. */
  field: string;
  /** Place for the function that takes the keys pressed in the field. */
  keys: RefObject<((event: KeyboardEvent) => void) | undefined>;
  preview: boolean;
  onPreview: (preview: boolean) => void;
}

export default function MarkdownTools({ field, keys, preview, onPreview }: Props) {
  const { t } = useTranslation("markdown");
  const bar = useRef<HTMLElement>(null);
  const settle = useRef<(() => void) | undefined>(undefined);

  useEffect(() => {
    keys.current = (event) => {
      const tool = toolOf(event);
      if (!tool) return;
      event.preventDefault();
      bar.current?.querySelector<HTMLElement>(`[data-md-button="${tool}"]`)?.click();
    };
    return () => {
      keys.current = undefined;
    };
  }, [keys]);

  /** Prepares the selection before the toolbar's own listener writes the marks. */
  function begin(event: MouseEvent) {
    const button = (event.target as Element).closest<HTMLElement>("[data-md-button]");
    const area = document.getElementById(field);
    if (button && area instanceof HTMLTextAreaElement)
      settle.current = toWholeLines(area, button.dataset.mdButton as Tool);
  }

  return (
    <div className={classes.bar}>
      <Tabs
        id={`${field}-tabs`}
        value={preview ? "preview" : "write"}
        onChange={(tab) => onPreview(tab === "preview")}
        classNames={{ list: classes.tabs ?? "", tab: classes.tab ?? "" }}
      >
        <Tabs.List>
          <Tabs.Tab value="write">{t("write")}</Tabs.Tab>
          <Tabs.Tab value="preview">{t("preview")}</Tabs.Tab>
        </Tabs.List>
      </Tabs>
      <markdown-toolbar
        ref={bar}
        for={field}
        role="toolbar"
        aria-label={t("tools")}
        aria-controls={field}
        className={classes.tools}
        hidden={preview}
        // A button is clicked by its keys, so that they take the same way as the pointer.
        onKeyDownCapture={(event) => {
          if (event.key === "Enter" || event.key === " ") event.stopPropagation();
        }}
        onClickCapture={begin}
        onClick={() => settle.current?.()}
      >
        {TOOLS.map((tool) => {
          const Sign = SIGN[tool];
          const name = t(`tool.${tool}`);
          const { shown, named } = keysOf(tool, { ctrl: t("ctrl"), shift: t("shift") });
          return (
            <Tooltip key={tool} label={t("keyed", { tool: name, keys: shown })}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={28}
                data-md-button={tool}
                tabIndex={-1}
                aria-label={name}
                aria-keyshortcuts={named}
              >
                <Sign size={17} stroke={1.8} aria-hidden />
              </ActionIcon>
            </Tooltip>
          );
        })}
      </markdown-toolbar>
    </div>
  );
}
