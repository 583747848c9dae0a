/** Adding files to a form: choose or drop, see them travel, take them back, try again. */
import { ActionIcon, Button, Progress, Tooltip } from "@mantine/core";
import { IconCheck, IconFile, IconPaperclip, IconRefresh, IconX } from "@tabler/icons-react";
import { type DragEvent, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import hidden from "@/components/hidden.module.css";
import { acceptOf, endingOf, useAllowedFiles } from "./allowed";
import classes from "./files.module.css";
import { fileSize, sizeLimit } from "./size";
import "./texts";
import type { Slot, UploadError, Uploads } from "./uploads";

const ON_FOCUS_TOO = { hover: true, focus: true, touch: false };

export function FilesField({ uploads, compact }: { uploads: Uploads; compact?: boolean }) {
  const { t } = useTranslation("files");
  const input = useRef<HTMLInputElement>(null);
  const label = useId();
  const [over, setOver] = useState(false);
  const allowed = useAllowedFiles();
  const kindsId = useId();
  const kinds = allowed && t("kinds", { endings: allowed.endings.join(", ") });
  const { most } = uploads;

  function onDrop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    uploads.add(event.dataTransfer.files);
  }

  return (
    <fieldset
      className={classes.field}
      aria-labelledby={label}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <span id={label} className={compact ? hidden.hidden : classes.label}>
        {t("label")}
      </span>
      {kinds && (
        <span id={kindsId} className={compact ? hidden.hidden : classes.help}>
          {!compact && `${t("help", { count: most ?? 0, size: sizeLimit(allowed?.largest ?? 0) })} `}
          {kinds}
        </span>
      )}
      {uploads.slots.length > 0 && (
        <ul className={classes.slots}>
          {uploads.slots.map((slot) => (
            <SlotRow
              key={slot.key}
              slot={slot}
              onRemove={() => uploads.remove(slot.key)}
              onRetry={() => uploads.retry(slot.key)}
            />
          ))}
        </ul>
      )}
      <input
        ref={input}
        type="file"
        multiple
        accept={acceptOf(allowed)}
        hidden
        data-testid="files"
        onChange={(event) => {
          uploads.add(event.currentTarget.files ?? []);
          event.currentTarget.value = "";
        }}
      />
      {!uploads.full && (
        <div className={classes.add}>
          {/* Where there is little room, the accepted kinds are shown on the button. */}
          <Tooltip label={kinds} disabled={!compact || !kinds} multiline w={280} events={ON_FOCUS_TOO}>
            <Button
              variant="default"
              size="compact-sm"
              leftSection={<IconPaperclip size={15} aria-hidden />}
              aria-describedby={kindsId}
              onClick={() => input.current?.click()}
            >
              {t("add")}
            </Button>
          </Tooltip>
          {!compact && <span className={classes.help}>{t("drop")}</span>}
        </div>
      )}
      <p role="status" className={uploads.leftOut > 0 ? classes.left : hidden.hidden}>
        {uploads.leftOut > 0 && t("tooMany", { count: most ?? 0 })}
      </p>
    </fieldset>
  );
}

function SlotRow({ slot, onRemove, onRetry }: { slot: Slot; onRemove: () => void; onRetry: () => void }) {
  const { t } = useTranslation("files");
  const percent = Math.floor(slot.share * 100);
  const { name } = slot;
  return (
    <li className={classes.slot} data-phase={slot.phase}>
      <IconFile size={18} stroke={1.6} aria-hidden className={classes.sign} />
      <div className={classes.words}>
        <span className={classes.name}>{name}</span>
        <span className={classes.size}>{fileSize(slot.size)}</span>
        {(slot.phase === "sending" || slot.phase === "checking" || slot.phase === "reading") && (
          <Progress
            value={percent}
            size="sm"
            className={classes.progress}
            aria-label={t("progress", { name, percent })}
          />
        )}
        {slot.error && (
          <span role="alert" className={classes.error}>
            <ErrorWords error={slot.error} ending={endingOf(name)} />
          </span>
        )}
      </div>
      <span className={classes.phase}>
        {slot.phase === "reading" && t("reading")}
        {slot.phase === "sending" && t("sending", { percent })}
        {slot.phase === "checking" && t("checking")}
        {slot.phase === "ready" && (
          <>
            <IconCheck size={15} aria-hidden /> {t("ready")}
          </>
        )}
        {slot.phase === "failed" && slot.again && (
          <Button
            variant="default"
            size="compact-xs"
            leftSection={<IconRefresh size={13} aria-hidden />}
            aria-label={t("retry", { name })}
            onClick={onRetry}
          >
            {t("retryShort")}
          </Button>
        )}
      </span>
      <ActionIcon variant="subtle" color="gray" aria-label={t("remove", { name })} onClick={onRemove}>
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </li>
  );
}

function ErrorWords({ error, ending }: { error: UploadError; ending: string }) {
  const { t } = useTranslation("files");
  const allowed = useAllowedFiles();
  if (error === "refused" && ending) return t("refusedEnding", { ending });
  if (error === "tooLarge" && allowed) return t("tooLargeFor", { size: sizeLimit(allowed.largest) });
  return t(error, { ending });
}
