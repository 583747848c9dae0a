/** Drawer with a suggested article, next to the form, which keeps its content. */
import { Button, Drawer } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ArticleBody } from "@/components/ArticleBody";
import { QueryResult } from "@/components/states";
import { askingAs } from "@/context/places";
import { useSession } from "@/context/session";
import { useArticle } from "./api";
import classes from "./Suggestions.module.css";
import "./texts";

interface Props {
  article: { id: string; title: string };
  onClose: () => void;
  onSolved: (article: string) => void;
}

export default function SuggestedArticle({ article, onClose, onSolved }: Props) {
  const { t } = useTranslation("suggest");
  // Partners and employees send requests where customers submit tickets.
  const on = t("notSolved", { context: askingAs(useSession().hat.kind) });
  const found = useArticle(article.id);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={<strong>{article.title}</strong>}
      attributes={{ header: { role: "presentation" } }}
      closeButtonProps={{ "aria-label": on }}
    >
      <QueryResult query={found}>{({ body_html }) => <ArticleBody html={body_html} />}</QueryResult>
      <div className={classes.acts}>
        <Button variant="default" onClick={onClose}>
          {on}
        </Button>
        <Button onClick={() => onSolved(article.id)}>{t("solved")}</Button>
      </div>
    </Drawer>
  );
}
