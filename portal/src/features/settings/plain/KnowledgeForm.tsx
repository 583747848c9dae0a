/** Words that mean the same, so that a search for one finds the others. */
import { useTranslation } from "react-i18next";
import { TextArea } from "@/kit/form/TextArea";
import { documentOf } from "../api";
import type { KnowledgeDocument } from "../documents";
import { linesOf, wordsOf } from "../rules";
import { SectionEditor, type SectionProps } from "../SectionEditor";
import "../texts";

interface Values {
  /** A group on each line, with commas between its words. */
  synonyms: string;
}

export function valuesOf({ synonyms }: KnowledgeDocument): Values {
  return { synonyms: synonyms.map((group) => group.join(", ")).join("\n") };
}

export function toDocument({ synonyms }: Values): KnowledgeDocument {
  return { synonyms: linesOf(synonyms).map(wordsOf) };
}

export default function KnowledgeForm(props: SectionProps) {
  const { t } = useTranslation("settings");
  const document = documentOf("knowledge", props.published, props.draft);
  const lonely = (text: string) => linesOf(text).find((line) => wordsOf(line).length < 2);
  return (
    <SectionEditor<Values>
      {...props}
      name="knowledge"
      start={valuesOf(document)}
      toDocument={toDocument}
      toValues={(former) => valuesOf(former as KnowledgeDocument)}
      rules={{
        synonyms: (text) => {
          const line = lonely(text);
          return line === undefined ? null : t("knowledge.lonely", { line });
        },
      }}
    >
      {(form) => (
        <TextArea
          of={form}
          name="synonyms"
          label={t("knowledge.synonyms")}
          help={t("knowledge.synonymsHelp")}
          rows={16}
        />
      )}
    </SectionEditor>
  );
}
