/** Dialog in which one thing of a section is written. It goes into the form of the section, and is saved with it. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/Dialog";
import { Form } from "@/kit/form/Form";
import { type Rules, trimmed } from "@/kit/form/rules";
import { type Form as FormState, useForm } from "@/kit/form/useForm";
import "./texts";

interface Props<V extends object> {
  title: string;
  start: V;
  rules?: Rules<V>;
  onWritten: (values: V) => void;
  onClose: () => void;
  children: (form: FormState<V>) => ReactNode;
}

export function ThingDialog<V extends object>({
  title,
  start,
  rules,
  onWritten,
  onClose,
  children,
}: Props<V>) {
  const { t } = useTranslation("settings");
  const form = useForm<V, void>({
    start,
    ...(rules ? { rules } : {}),
    send: async (values) => onWritten(trimmed(values)),
    onSent: onClose,
  });
  return (
    <Dialog onClose={onClose} title={title} size="lg">
      <Form of={form} submit={t("take")} onCancel={onClose} aside={false} guarded={false}>
        {children(form)}
      </Form>
    </Dialog>
  );
}
