/** Field for the files of a form: its draft keeps them, and sending waits for them. */
import { useEffect } from "react";
import classes from "@/kit/form/Form.module.css";
import type { Form } from "@/kit/form/useForm";
import type { FilesOf } from "./allowed";
import { FilesField } from "./FilesField";
import { type KeptFile, useUploads } from "./uploads";

interface Props {
  of: Form<{ files: KeptFile[] }>;
  /** Message that the files are added to. */
  to: FilesOf;
  compact?: boolean;
}

export function AttachField({ of, to, compact }: Props) {
  const uploads = useUploads(to, of.values.files, (files) => of.set({ files }));
  useEffect(() => of.attach(uploads));
  return (
    <div data-field="files">
      <FilesField uploads={uploads} compact={compact ?? false} />
      {of.errors.files && <p className={classes.error}>{of.errors.files}</p>}
    </div>
  );
}
