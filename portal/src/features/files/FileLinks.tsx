/** Files of a ticket. Each fetch is allowed anew by the server, which answers with a link that lives for seconds. */
import { UnstyledButton } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import type { FileInfo } from "@/api/types";
import { toast } from "@/components/toasts";
import classes from "./files.module.css";
import { fileSize } from "./size";
import "./texts";

async function fetchFile(ticket: string, file: string): Promise<void> {
  const { url } = await unwrap(
    api.GET("/v1/tickets/{id}/files/{file_id}", {
      params: { path: { id: ticket, file_id: file } },
      headers: { Accept: "application/json" },
    }),
  );
  window.location.assign(url);
}

export function FileLinks({ ticket, files }: { ticket: string; files: FileInfo[] }) {
  const { t } = useTranslation("files");
  if (files.length === 0) return null;
  return (
    <ul className={classes.links}>
      {files.map((file) => (
        <li key={file.id}>
          <UnstyledButton
            className={classes.link}
            aria-label={t("download", { name: file.name })}
            onClick={() => fetchFile(ticket, file.id).catch(() => toast(t("downloadFailed"), "error"))}
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
