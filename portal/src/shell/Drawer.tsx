/** Side bar of a narrow window: over the page, closed by Escape, a tap outside, or navigation. */
import { CloseButton } from "@mantine/core";
import { type MouseEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Drawer.module.css";
import { SideBar } from "./SideBar";

export function Drawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    if (!open) dialog.current?.close();
    else if (!dialog.current?.open) dialog.current?.showModal();
  }, [open]);

  function onClick(event: MouseEvent) {
    const target = event.target as Element;
    if (target === dialog.current || target.closest("a")) onClose();
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes every dialog by itself
    <dialog
      ref={dialog}
      className={classes.drawer}
      aria-label={t("nav.areas")}
      onClose={onClose}
      onClick={onClick}
    >
      {open && (
        <div className={classes.inside}>
          <CloseButton className={classes.close} aria-label={t("act.close")} onClick={onClose} />
          <SideBar own />
        </div>
      )}
    </dialog>
  );
}
