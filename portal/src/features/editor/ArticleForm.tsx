/** Form in which an article is written and changed: its text, who may read it, its dates. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useZone } from "@/components/When";
import { CheckField } from "@/kit/form/CheckField";
import { Form, FoundDraft } from "@/kit/form/Form";
import { MarkdownField } from "@/kit/form/MarkdownField";
import { RadioField } from "@/kit/form/RadioField";
import { SelectField } from "@/kit/form/SelectField";
import { TextField } from "@/kit/form/TextField";
import type { Told } from "@/kit/form/Theirs";
import type { Form as FormState } from "@/kit/form/useForm";
import { useArticleProducts } from "./api";
import type { Values } from "./form";
import { LinkArticle } from "./LinkArticle";
import "./texts";

const KINDS = ["article", "faq", "manual"] as const;
const AUDIENCES = ["public", "customer", "partner", "employee"] as const;
const LANGUAGES = ["en", "es"] as const;

interface Props {
  of: FormState<Values>;
  onCancel: () => void;
  /** Products of the article, of which some may no longer be offered. */
  known?: readonly { id: string; name: string }[];
  /** Whether the button waits until something was changed. */
  whenChanged?: boolean;
  /** Words and way to tell another editor's change. */
  told?: Told<Values>;
  newest?: ReactNode;
}

export function ArticleForm({ of, onCancel, known = [], whenChanged = false, told, newest }: Props) {
  const { t } = useTranslation("editor");
  const { timeZone } = useZone();
  const offered = useArticleProducts().data ?? [];
  const products = [...offered, ...known.filter(({ id }) => !offered.some((one) => one.id === id))];
  const { language, body } = of.values;
  const languages: { value: string; label: string }[] = LANGUAGES.map((tag) => ({
    value: tag,
    label: t(`languages.${tag}`),
  }));
  // An article that came from elsewhere can have another language.
  if (!languages.some(({ value }) => value === language))
    languages.push({ value: language, label: language });
  return (
    <>
      <FoundDraft of={of} />
      <Form
        of={of}
        kind="page"
        size="md"
        submit={t("form.save")}
        failed={t("form.failed")}
        onCancel={onCancel}
        whenChanged={whenChanged}
        told={told}
        newest={newest}
      >
        <RadioField
          of={of}
          name="kind"
          label={t("kind")}
          columns="narrow"
          choices={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        />
        <TextField
          of={of}
          name="title"
          label={t("form.title")}
          help={t("form.titleHelp")}
          autoComplete="off"
        />
        <TextField
          of={of}
          name="summary"
          label={t("form.summary")}
          help={t("form.summaryHelp")}
          autoComplete="off"
        />
        <MarkdownField of={of} name="body" label={t("form.body")} help={t("form.bodyHelp")} rows={20} />
        <LinkArticle onLink={(link) => of.set({ body: body ? `${body.trimEnd()}\n\n${link}` : link })} />
        <CheckField
          of={of}
          name="audiences"
          label={t("form.audiences")}
          help={t("form.audiencesHelp")}
          choices={AUDIENCES.map((value) => ({ value, label: t(`audience.${value}`) }))}
        />
        {products.length > 0 && (
          <CheckField
            of={of}
            name="product_ids"
            label={t("form.products")}
            help={t("form.productsHelp")}
            optional
            choices={products.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <TextField
          of={of}
          name="tags"
          label={t("form.tags")}
          help={t("form.tagsHelp")}
          optional
          autoComplete="off"
        />
        <SelectField of={of} name="language" label={t("form.language")} data={languages} />
        <TextField
          of={of}
          name="publish_at"
          type="datetime-local"
          label={t("form.publishAt")}
          help={t("form.publishAtHelp", { zone: timeZone.replaceAll("_", " ") })}
          optional
        />
        <TextField
          of={of}
          name="expires_at"
          type="datetime-local"
          label={t("form.expiresAt")}
          help={t("form.expiresAtHelp")}
          optional
        />
        <TextField
          of={of}
          name="review_by"
          type="date"
          label={t("form.reviewBy")}
          help={t("form.reviewByHelp")}
          optional
        />
      </Form>
    </>
  );
}
