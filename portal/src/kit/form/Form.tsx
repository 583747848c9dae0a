/** Form of the application: one column of fields, its errors, the state of the draft, and the button. */
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCloudCheck, IconDeviceFloppy } from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { requestIdOf } from "@/api/problem";
import { Callout } from "@/components/Callout";
import { RequestId } from "@/components/RequestId";
import classes from "./Form.module.css";
import { LeaveGuard } from "./LeaveGuard";
import { PlainForm } from "./PlainForm";
import type { Told } from "./Theirs";
import type { Failure, Values } from "./useFields";
import type { Form as FormState } from "./useForm";

const Theirs = lazy(() => import("./Theirs"));

interface Props<V extends Values> {
  of: FormState<V>;
  /** Name of the act: "Submit new ticket". */
  submit: string;
  /** Heading of a failure. */
  failed?: string;
  /** Note while the files of the form are being uploaded. */
  waiting?: string;
  /** Other ways to send, joined to the button. */
  ways?: ReactNode;
  /** Leaves without sending; gives the form a button for it. */
  onCancel?: () => void;
  /** Content at the other end of the button's line. */
  aside?: ReactNode;
  /** Whether the act cannot be undone: its button is red. */
  danger?: boolean;
  /** Whether the button waits until something was changed. */
  whenChanged?: boolean;
  /** Whether leaving the page asks first while something is not saved; a dialog is left with its page. */
  guarded?: boolean;
  size?: "sm" | "md";
  kind?: string;
  /** Names and values of the fields in words, to tell what somebody else has changed meanwhile. */
  told?: Told<V> | undefined;
  /** Way to the newest version of the record. */
  newest?: ReactNode;
  children?: ReactNode;
}

export function Form<V extends Values>({ of, children, ...props }: Props<V>) {
  const { t } = useTranslation("form");
  const { t: common } = useTranslation();
  const {
    submit,
    failed,
    waiting,
    onCancel,
    aside,
    ways,
    danger,
    whenChanged,
    guarded = true,
    size = "sm",
    kind,
    told,
    newest,
  } = props;
  // In a small form a single error is in sight: it needs no summary.
  const shown =
    of.failure?.error || kind === "page" || Object.keys(of.errors).length !== 1 ? of.failure : null;
  return (
    <PlainForm of={of} className={classes.form} data-kind={kind}>
      {guarded && <LeaveGuard on={of.unsaved} />}
      {of.newest && (
        <Suspense fallback={null}>
          <Theirs of={of as never} told={told as never} newest={newest} />
        </Suspense>
      )}
      {children}
      <div aria-live="assertive" role="alert" className={classes.failure}>
        {shown && <Failed title={failed} failure={shown} />}
        {of.waiting && <p className={classes.quiet}>{waiting ?? t("waitFiles")}</p>}
      </div>
      <div className={classes.end}>
        {aside ?? <DraftMark of={of} />}
        <div className={classes.acts}>
          {onCancel && (
            <Button variant="default" size={size} onClick={onCancel}>
              {common("act.cancel")}
            </Button>
          )}
          <Button.Group>
            <Button
              type="submit"
              size={size}
              loading={of.busy}
              disabled={whenChanged === true && !of.changed}
              {...(danger ? { color: "red.9" } : {})}
            >
              {submit}
            </Button>
            {ways}
          </Button.Group>
        </div>
      </div>
    </PlainForm>
  );
}

function Failed({ title, failure }: { title: string | undefined; failure: Failure }) {
  const { t } = useTranslation("form");
  const request = requestIdOf(failure.error);
  return (
    <Callout tint="danger" icon={IconAlertTriangle} title={title ?? t("failed")}>
      <p>{failure.text}</p>
      {request && <RequestId id={request} />}
    </Callout>
  );
}

/** Note above the form that a draft was found, with a button to start over. */
export function FoundDraft<V extends Values>({ of }: { of: FormState<V> }) {
  const { t } = useTranslation("form");
  if (of.draft !== "found") return null;
  return (
    <p className={classes.found}>
      {t(of.newest ? "draftOlder" : "draftFound")}{" "}
      <button type="button" className={classes.inline} onClick={of.startOver}>
        {t("startOver")}
      </button>
    </p>
  );
}

function DraftMark<V extends Values>({ of }: { of: FormState<V> }) {
  const { t } = useTranslation("form");
  return (
    <span role="status" className={classes.draft}>
      {of.draft === "here" && (
        <>
          <IconDeviceFloppy size={15} aria-hidden /> {t("draftLocal")}
        </>
      )}
      {of.draft === "saved" && (
        <>
          <IconCloudCheck size={15} aria-hidden /> {t("draftSaved")}
        </>
      )}
    </span>
  );
}
