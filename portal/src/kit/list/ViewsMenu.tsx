/** Menu of a list's saved views: opens one, saves the current filters, removes the current view. */
import { Button, Menu } from "@mantine/core";
import { IconBookmark, IconBookmarkPlus, IconCheck, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/Dialog";
import { toast } from "@/components/toasts";
import { PlainForm } from "@/kit/form/PlainForm";
import { text } from "@/kit/form/rules";
import { TextField } from "@/kit/form/TextField";
import { useFields } from "@/kit/form/useFields";
import classes from "./list.module.css";
import { type Saved, useViews, VIEW_NAME, type View } from "./views";
import "./toolTexts";

export interface ViewsProps {
  /** Name of the list in the storage key of its views. */
  list: string;
  /** Current filters, words and order. */
  search: Record<string, string>;
  onShow: (search: Record<string, string>) => void;
  size?: "xs" | "sm";
}

export default function ViewsMenu({ list, search, onShow, size = "sm" }: ViewsProps) {
  const { t } = useTranslation("listTools");
  const { views, current, full, save, remove, restore } = useViews(list, search);
  const [naming, setNaming] = useState(false);

  function tell(saved: Saved, name: string) {
    if (saved === "kept") toast(t("views.done", { name }));
    else toast(t(saved === "full" ? "views.full" : "views.notKept"), "error");
  }

  function forget(view: View) {
    const { name } = view;
    if (!remove(name)) return toast(t("views.notRemoved"), "error");
    toast(t("views.removed", { name }), "success", () => {
      const restored = restore(view);
      if (restored !== "kept") tell(restored, name);
    });
  }

  return (
    <>
      <Menu position="bottom-end" width={260} withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button
            size={size}
            variant="default"
            className={classes.views}
            leftSection={<IconBookmark size={16} aria-hidden />}
            aria-label={current ? t("views.now", { name: current.name }) : t("views.title")}
          >
            <span className={classes.viewName}>{current?.name ?? t("views.title")}</span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={classes.menu}>
          {views.length > 0 && <Menu.Label>{t("views.saved")}</Menu.Label>}
          {views.map((view) => (
            <Menu.Item
              key={view.name}
              leftSection={
                <IconCheck
                  size={16}
                  aria-hidden
                  style={{ visibility: view === current ? "visible" : "hidden" }}
                />
              }
              onClick={() => onShow(view.search)}
            >
              {view.name}
            </Menu.Item>
          ))}
          {views.length > 0 && <Menu.Divider />}
          {current ? (
            <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={() => forget(current)}>
              {t("views.remove", { name: current.name })}
            </Menu.Item>
          ) : (
            <Menu.Item
              leftSection={<IconBookmarkPlus size={16} aria-hidden />}
              disabled={full}
              onClick={() => setNaming(true)}
            >
              {t(full ? "views.full" : "views.save")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {naming && (
        <Naming
          taken={views.map(({ name }) => name)}
          onClose={() => setNaming(false)}
          onSave={(name) => {
            const saved = save(name);
            setNaming(false);
            tell(saved, name);
          }}
        />
      )}
    </>
  );
}

interface NamingProps {
  taken: string[];
  onSave: (name: string) => void;
  onClose: () => void;
}

function Naming({ taken, onSave, onClose }: NamingProps) {
  const { t } = useTranslation("listTools");
  const { t: common } = useTranslation();
  const fields = useFields({
    start: { name: "" },
    rules: { name: text(VIEW_NAME, { required: t("views.needName") }) },
    send: async ({ name }) => onSave(name.trim()),
  });
  return (
    <Dialog title={t("views.saveTitle")} onClose={onClose}>
      <PlainForm of={fields} className={classes.naming}>
        <TextField
          of={fields}
          name="name"
          label={t("views.name")}
          help={t(taken.includes(fields.values.name.trim()) ? "views.replaces" : "views.help")}
          autoComplete="off"
          data-autofocus
        />
        <div className={classes.ends}>
          <Button variant="default" onClick={onClose}>
            {common("act.cancel")}
          </Button>
          <Button type="submit">{t("views.act")}</Button>
        </div>
      </PlainForm>
    </Dialog>
  );
}
