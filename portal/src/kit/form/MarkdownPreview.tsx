/** Preview of a text in Markdown, drawn by the code that draws it for those who read it. */
import { useTranslation } from "react-i18next";
import { Message } from "@/components/Message";
import classes from "./MarkdownPreview.module.css";
import "./markdownTexts";

interface Props {
  /** ID of the field. */
  field: string;
  /** Lines of the field, whose room the preview takes. */
  rows: number;
  text: string;
}

export default function MarkdownPreview({ field, rows, text }: Props) {
  const { t } = useTranslation("markdown");
  return (
    <div
      role="tabpanel"
      aria-labelledby={`${field}-tabs-tab-preview`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel without a control is reached itself, to scroll it
      tabIndex={0}
      className={classes.preview}
      style={{ "--rows": rows } as React.CSSProperties}
    >
      {text.trim() ? <Message text={text} /> : <p className={classes.nothing}>{t("nothing")}</p>}
    </div>
  );
}
