/** One article for its editors: the text as readers will see it, its facts, the acts on it and its history. */
import { Button } from "@mantine/core";
import { IconArchive, IconCalendarTime, IconEye, IconPencil } from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Manuscript } from "@/api/types";
import { ArticleBody } from "@/components/ArticleBody";
import { Callout } from "@/components/Callout";
import { Fact, Facts } from "@/components/Facts";
import { Card } from "@/components/Page";
import { QueryResult } from "@/components/states";
import { plainDate } from "@/components/time";
import { useWhen, useZone, When } from "@/components/When";
import { useMay } from "@/context/home";
import { Allowed } from "@/kit/Allowed";
import { Actions } from "@/kit/record/Actions";
import { ConfirmDialog } from "@/kit/record/ConfirmLater";
import { RecordPage } from "@/kit/record/RecordPage";
import { useAct } from "@/kit/record/useAct";
import { TouchLines } from "@/kit/touches/TouchLines";
import { manuscriptActs, manuscriptKey, manuscriptsKey, READERS, useManuscript, versionsKey } from "./api";
import { History } from "./History";
import { ArticleState, nextStage, stillToCome, useArticleWords } from "./words";
import "./texts";

export default function ManuscriptPage() {
  const { id } = useParams({ from: "/staff/articles/$id" });
  const manuscript = useManuscript(id);
  return (
    <Allowed action="view_manuscript">
      <QueryResult query={manuscript} lines={9} page>
        {(found) => <ManuscriptRecord manuscript={found} />}
      </QueryResult>
    </Allowed>
  );
}

function ManuscriptRecord({ manuscript }: { manuscript: Manuscript }) {
  const { t } = useTranslation("editor");
  const may = useMay();
  const { id, title, summary, changed_at, language, body_html } = manuscript;
  return (
    <RecordPage
      id={id}
      back={{ label: t("title"), to: "/staff/articles" }}
      title={title}
      state={<ArticleState article={manuscript} />}
      lead={
        <>
          {summary} · {t("changed")}: <When at={changed_at} focusable />
        </>
      }
      notice={<Decision manuscript={manuscript} />}
      properties={<Properties manuscript={manuscript} />}
      touches={may("list_touches", "all") && <TouchLines of={{ record: id }} most={8} />}
    >
      <Card title={t("preview")}>
        <div lang={language}>
          <ArticleBody html={body_html} />
        </div>
      </Card>
      {may("list_article_versions") && (
        <Card title={t("versionHistory")}>
          <History of={id} />
        </Card>
      )}
    </RecordPage>
  );
}

function Properties({ manuscript }: { manuscript: Manuscript }) {
  const { t } = useTranslation("editor");
  const { locale } = useZone();
  const words = useArticleWords();
  const { kind, language, tags, owner, publish_at, readable_from, expires_at, review_by } = manuscript;
  return (
    <Facts>
      <Fact name={t("owner")}>{owner.name || t("unknownOwner")}</Fact>
      <Fact name={t("kind")}>{t(`kinds.${kind}`)}</Fact>
      <Fact name={t("audiences")}>{words.audiences(manuscript)}</Fact>
      <Fact name={t("products")}>{words.products(manuscript)}</Fact>
      <Fact name={t("tags")}>{tags.length > 0 ? tags.join(", ") : t("noTags")}</Fact>
      <Fact name={t("language")}>{words.language(language)}</Fact>
      {readable_from && (
        <Fact name={t("readableFrom")}>
          <When at={readable_from} focusable />
        </Fact>
      )}
      {manuscript.stage && (
        <Fact name={t("publishAt")}>{publish_at ? <When at={publish_at} focusable /> : t("atOnce")}</Fact>
      )}
      <Fact name={t("expires")}>{expires_at ? <When at={expires_at} focusable /> : t("noEnd")}</Fact>
      <Fact name={t("reviewBy")}>{review_by ? plainDate(review_by, locale) : t("noReview")}</Fact>
      <Fact name={t("helped")}>{words.votes(manuscript)}</Fact>
    </Facts>
  );
}

/** Sentence on what readers see of the article now; null if there is nothing to say. */
function useStanding(manuscript: Manuscript) {
  const { t } = useTranslation("editor");
  const when = useWhen();
  const { state, stage, publish_at, readable_from } = manuscript;
  const next = nextStage(manuscript);
  const later = stillToCome(readable_from);
  const gone = state === "archived" || state === "expired";
  if (next === "scheduled" && publish_at)
    return { icon: IconCalendarTime, text: t("notice.scheduled", { when: when(publish_at) }) };
  if (next)
    return {
      icon: IconPencil,
      text: t(`notice.${next === "review" ? "nextReview" : "nextDraft"}`, {
        context: gone ? "gone" : undefined,
      }),
    };
  if (gone) return { icon: IconArchive, text: t(`notice.${state}`) };
  if (stage === "review") return { icon: IconEye, text: t("notice.review") };
  if (stage) return { icon: IconPencil, text: t("notice.draft") };
  if (later) return { icon: IconCalendarTime, text: t("notice.later", { when: when(later) }) };
  return null;
}

/** State of the article in a sentence, and its next act. */
function Decision({ manuscript }: { manuscript: Manuscript }) {
  const { t } = useTranslation("editor");
  const may = useMay();
  const when = useWhen();
  const { id, title, allowed, state, readable_from } = manuscript;
  const standing = useStanding(manuscript);
  const act = useAct(manuscript, {
    key: manuscriptKey(id),
    refreshes: [manuscriptsKey, versionsKey(id), ...READERS],
    stale: t("stale"),
  });
  const acts = manuscriptActs(id);
  const buttons = (
    <>
      <Actions
        allowed={allowed}
        act={act}
        primary={allowed.includes("publish") ? "publish" : "review"}
        actions={[
          {
            name: "review",
            label: t("acts.review"),
            send: acts.review,
            done: t("acts.reviewed", { title }),
          },
          {
            name: "publish",
            label: t("acts.publish"),
            send: acts.publish,
            done({ stage, publish_at, readable_from: from }: Manuscript) {
              const at = stillToCome(stage === "scheduled" ? publish_at : from);
              return at ? t("acts.scheduled", { title, when: when(at) }) : t("acts.published", { title });
            },
          },
          {
            name: "discard",
            label: t("acts.discard"),
            tucked: true,
            dialog: (close) => (
              <ConfirmDialog
                act={act}
                danger
                title={t("acts.discardTitle")}
                submit={t("acts.discardSubmit")}
                done={t("acts.discarded")}
                send={acts.discard}
                onClose={close}
              >
                {t("acts.discardText")}
              </ConfirmDialog>
            ),
          },
          {
            name: "archive",
            label: t("acts.archive"),
            tucked: true,
            dialog: (close) => (
              <ConfirmDialog
                act={act}
                danger
                title={t("acts.archiveTitle")}
                submit={t("acts.archiveSubmit")}
                done={t("acts.archived")}
                send={acts.archive}
                onClose={close}
              >
                {t("acts.archiveText")}
              </ConfirmDialog>
            ),
          },
        ]}
      />
      <Button.Group>
        {may("change_article") && (
          <Button
            size="sm"
            variant="default"
            renderRoot={(root) => <Link to="/staff/articles/$id/text" params={{ id }} {...root} />}
          >
            {t(state === "archived" ? "editArchived" : "edit")}
          </Button>
        )}
        {state === "published" && !stillToCome(readable_from) && (
          <Button
            size="sm"
            variant="default"
            renderRoot={(root) => <Link to="/staff/knowledge/$id" params={{ id }} {...root} />}
          >
            {t("readerPage")}
          </Button>
        )}
      </Button.Group>
    </>
  );
  if (!standing) return buttons;
  return (
    <Callout tint="info" icon={standing.icon} title={standing.text}>
      {buttons}
    </Callout>
  );
}
