/** Buttons under the field of a message that begin what its lists complete: a link to an article, a colleague's name. */
import { Button } from "@mantine/core";
import { IconAt, IconLink } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { AssistedField } from "../Composer";
import classes from "./Completion.module.css";

interface Props {
  kind: "reply" | "note";
  field: AssistedField;
}

export default function Marks({ kind, field }: Props) {
  const { t } = useTranslation("desk");
  return (
    <span className={classes.marks}>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        leftSection={<IconLink size={16} aria-hidden />}
        onClick={() => field.begin("[[")}
      >
        {t("complete.link")}
      </Button>
      {kind === "note" && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<IconAt size={16} aria-hidden />}
          onClick={() => field.begin("@")}
        >
          {t("complete.name")}
        </Button>
      )}
    </span>
  );
}
