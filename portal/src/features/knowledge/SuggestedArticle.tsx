/** A suggested article read beside the form, which stays as it is. */
import { Button, Drawer } from "@mantine/core";
import { ArticleBody } from "@/components/ArticleBody";
import { QueryResult } from "@/components/states";
import { useTicketWords } from "@/features/tickets/words";
import { useArticle } from "./api";
import classes from "./Suggestions.module.css";

interface Props {
  article: { id: string; title: string };
  onClose: () => void;
  onSolved: (article: string) => void;
}

export default function SuggestedArticle({ article, onClose, onSolved }: Props) {
  const t = useTicketWords();
  const found = useArticle(article.id);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={<strong>{article.title}</strong>}
      attributes={{ header: { role: "presentation" } }}
      closeButtonProps={{ "aria-label": t("suggest.notSolved") }}
    >
      <QueryResult query={found}>{({ body_html }) => <ArticleBody html={body_html} />}</QueryResult>
      <div className={classes.acts}>
        <Button variant="default" onClick={onClose}>
          {t("suggest.notSolved")}
        </Button>
        <Button onClick={() => onSolved(article.id)}>{t("suggest.solved")}</Button>
      </div>
    </Drawer>
  );
}
