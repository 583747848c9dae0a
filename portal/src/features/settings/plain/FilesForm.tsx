/** The types of files that can be attached. */
import { useTranslation } from "react-i18next";
import { TextArea } from "@/kit/form/TextArea";
import { documentOf } from "../api";
import type { FilesDocument } from "../documents";
import { linesOf, wordsOf } from "../rules";
import { SectionEditor, type SectionProps } from "../SectionEditor";
import "../texts";

interface Values {
  /** A type on each line: `image/jpeg: jpg, jpeg`. */
  types: string;
}

export function valuesOf({ types }: FilesDocument): Values {
  return { types: types.map((type) => `${type.media_type}: ${type.endings.join(", ")}`).join("\n") };
}

export function toDocument({ types }: Values): FilesDocument {
  return {
    types: linesOf(types).map((line) => {
      const [media_type = "", endings = ""] = line.split(/:(.*)/).map((part) => part.trim());
      return {
        media_type,
        endings: wordsOf(endings).map((ending) => ending.toLowerCase().replace(/^\./, "")),
      };
    }),
  };
}

export default function FilesForm(props: SectionProps) {
  const { t } = useTranslation("settings");
  const document = documentOf("files", props.published, props.draft);
  return (
    <SectionEditor<Values>
      {...props}
      name="files"
      start={valuesOf(document)}
      toDocument={toDocument}
      toValues={(former) => valuesOf(former as FilesDocument)}
      rules={{ types: (types) => (linesOf(types).length > 0 ? null : t("files.missing")) }}
    >
      {(form) => (
        <TextArea of={form} name="types" label={t("files.types")} help={t("files.typesHelp")} rows={16} />
      )}
    </SectionEditor>
  );
}
