/** Files of a record. The server authorizes each fetch again, and answers with a link that is valid for seconds. */
import { UnstyledButton } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { FileInfo } from "@/api/types";
import { toast } from "@/components/toasts";
import classes from "./files.module.css";
import { fileSize } from "./size";
import "./texts";

interface Props {
  files: FileInfo[];
  /** Gets the address of a file, valid for the next seconds. */
  linkOf: (file: string) => Promise<string>;
}

export function FileLinks({ files, linkOf }: Props) {
  const { t } = useTranslation("files");
  const fetchFile = (file: string) =>
    linkOf(file)
      .then((url) => window.location.assign(url))
      .catch(() => toast(t("downloadFailed"), "error"));
  if (files.length === 0) return null;
  return (
    <ul className={classes.links}>
      {files.map((file) => (
        <li key={file.id}>
          <UnstyledButton
            className={classes.link}
            aria-label={t("download", { name: file.name })}
            onClick={() => void fetchFile(file.id)}
          >
            <IconDownload size={16} stroke={1.7} aria-hidden className={classes.sign} />
            <span className={classes.name}>{file.name}</span>
            <span className={classes.size}>{fileSize(file.size)}</span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}
