/**
 * A question in front of the page. Escape, the cross and Cancel all leave without doing anything, and the focus returns
 * to where it came from.
 */
import { Modal, type ModalProps } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFocusBack } from "./focus";

type Props = Omit<ModalProps, "opened" | "title"> & { title: string };

export function Dialog({ title, ...props }: Props) {
  const { t } = useTranslation();
  useFocusBack();
  return (
    <Modal
      opened
      title={<strong>{title}</strong>}
      closeButtonProps={{ "aria-label": t("act.close") }}
      // The dialogue's heading is not the page's banner.
      attributes={{ header: { role: "presentation" } }}
      {...props}
    />
  );
}
