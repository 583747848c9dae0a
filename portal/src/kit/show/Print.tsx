/** The act that prints a record or an article: all of it, also what the page has not loaded yet. */
import { ActionIcon, Button } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { SignedOutError } from "@/api/problem";
import paper from "@/components/paper.module.css";
import { toast } from "@/components/toasts";
import classes from "./show.module.css";
import "./texts";

/** Time that a picture may take to arrive, in milliseconds. It is printed without the picture then. */
const PATIENCE = 10_000;

const nextFrame = () => new Promise((done) => requestAnimationFrame(done));

/** Waits until the page shows what was loaded, with its pictures. */
async function shown(): Promise<void> {
  await nextFrame();
  await nextFrame();
  const pictures = [...document.images].filter(({ complete }) => !complete);
  const arrived = pictures.map(
    (picture) =>
      new Promise((done) => {
        picture.loading = "eager";
        picture.addEventListener("load", done);
        picture.addEventListener("error", done);
      }),
  );
  await Promise.race([Promise.all(arrived), new Promise((done) => setTimeout(done, PATIENCE))]);
}

interface Props {
  /** Loads what the page does not show yet, such as the rest of a timeline. */
  load?: () => Promise<unknown>;
  /** As an icon, where room is scarce. */
  brief?: boolean;
}

export function Print({ load, brief }: Props) {
  const { t } = useTranslation("show");
  const [loading, setLoading] = useState(false);

  async function print() {
    setLoading(true);
    try {
      await load?.();
      await shown();
    } catch (error) {
      if (!(error instanceof SignedOutError)) toast(t("print.failed"), "error");
      return;
    } finally {
      setLoading(false);
    }
    await nextFrame();
    window.print();
  }

  return (
    <span className={`${classes.print} ${paper.never}`}>
      <span role="status">{loading && load && t("print.loading")}</span>
      {brief ? (
        <ActionIcon
          variant="default"
          size={30}
          aria-label={t("print.act")}
          title={t("print.act")}
          loading={loading}
          onClick={() => void print()}
        >
          <IconPrinter size={16} aria-hidden />
        </ActionIcon>
      ) : (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPrinter size={16} aria-hidden />}
          loading={loading}
          onClick={() => void print()}
        >
          {t("print.act")}
        </Button>
      )}
    </span>
  );
}

/** Sentence on paper where a page is printed by the browser's own act before all of it was loaded. */
export function NotAllOnPaper() {
  const { t } = useTranslation("show");
  return <p className={paper.only}>{t("print.notAll")}</p>;
}
