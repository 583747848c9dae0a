/** Fields and forms: one that works, the others fixed in one state. */
import { toast } from "@/components/toasts";
import { Suggestions } from "@/kit/answers/Suggestions";
import { FileLinks } from "@/kit/files/FileLinks";
import { FilesField } from "@/kit/files/FilesField";
import type { Slot, Uploads } from "@/kit/files/uploads";
import { CheckField } from "@/kit/form/CheckField";
import { Form, FoundDraft } from "@/kit/form/Form";
import { MarkdownField } from "@/kit/form/MarkdownField";
import { PasswordField } from "@/kit/form/PasswordField";
import { RadioField } from "@/kit/form/RadioField";
import { chosen, text } from "@/kit/form/rules";
import { SelectField } from "@/kit/form/SelectField";
import { TextArea } from "@/kit/form/TextArea";
import { TextField } from "@/kit/form/TextField";
import { type Form as FormState, useForm } from "@/kit/form/useForm";
import { Example, Section } from "./Example";
import classes from "./gallery.module.css";
import { FILES, MARKDOWN, problem, SUGGESTED } from "./samples";

const EMPTY = { name: "", text: "", kind: "", queue: "", days: [] as string[], secret: "" };
type Values = typeof EMPTY;
const FULL: Values = { ...EMPTY, name: "Printer offline", text: "Since Monday.", kind: "issue", queue: "b" };
const KINDS = [
  { value: "issue", label: "Issue", help: "Something does not work." },
  { value: "question", label: "Question", help: "You would like to know something." },
];
const QUEUES = [
  { value: "", label: "All queues" },
  { value: "b", label: "PowerPlus" },
];
const DAYS = ["Monday", "Tuesday"].map((day) => ({ value: day, label: day }));
const RULES = { name: text({ least: 1, most: 60 }), text: text({ least: 0, most: 200 }), kind: chosen() };

const nothing = () => undefined;

/** A form in a fixed state: typing does not change it. */
function still(values: Values, own: Partial<FormState<Values>> = {}): FormState<Values> {
  return {
    values,
    errors: {},
    failure: null,
    busy: false,
    element: { current: null },
    set: nothing,
    leave: nothing,
    limitOf: (name) => (name === "name" ? { least: 1, most: 60 } : undefined),
    focus: nothing,
    submit: async () => undefined,
    draft: "none",
    unsaved: false,
    changed: true,
    waiting: false,
    uploading: false,
    attach: nothing,
    clear: nothing,
    startOver: nothing,
    newest: null,
    theirs: [],
    clashes: [],
    keepMine: nothing,
    takeTheirs: nothing,
    ...own,
  };
}

function Fields({ of }: { of: FormState<Values> }) {
  return (
    <>
      <TextField of={of} name="name" label="Synopsis" help="In one line." />
      <TextArea of={of} name="text" label="Description" optional rows={3} />
      <RadioField of={of} name="kind" label="Type" choices={KINDS} columns />
      <SelectField of={of} name="queue" label="Queue" data={QUEUES} />
      <CheckField of={of} name="days" label="Days" choices={DAYS} />
      <PasswordField of={of} name="secret" label="Password" autoComplete="off" />
    </>
  );
}

function Markdown() {
  const form = useForm({
    start: { letter: MARKDOWN },
    rules: { letter: text({ least: 1, most: 400 }) },
    send: async () => undefined,
    onSent: () => toast("The form is sent."),
  });
  return (
    <Form of={form} submit="Keep it" guarded={false}>
      <MarkdownField of={form} name="letter" label="Letter" help="Goes out as the preview shows it." />
    </Form>
  );
}

function Working() {
  const form = useForm<Values>({
    start: EMPTY,
    rules: RULES,
    send: async () => undefined,
    onSent: () => toast("The form is sent."),
  });
  return (
    <Form of={form} submit="Send it" onCancel={form.startOver} guarded={false}>
      <Fields of={form} />
    </Form>
  );
}

const ERRORS = { name: "Please say in a few words what it is about.", kind: "Please choose one." };
const LONG = { ...FULL, name: "A synopsis that has almost as many letters as it may." };
const STILL: Record<string, FormState<Values>> = {
  "with mistakes": still(EMPTY, { errors: ERRORS, failure: { text: "2 fields need your attention." } }),
  "refused by the server": still(FULL, { failure: { text: "That did not work.", error: problem(500) } }),
  "being sent": still(FULL, { busy: true }),
  "waiting for its files": still(FULL, { busy: true, waiting: true }),
  "with a draft on this device": still(FULL, { draft: "here" }),
  "changed by somebody else": still(FULL, {
    newest: { ...FULL, name: "Printer on fire" },
    theirs: ["name"],
    clashes: ["name"],
  }),
  "with a saved draft, and few letters left": still(LONG, { draft: "saved" }),
};

const slot = (key: number, phase: Slot["phase"], own: Partial<Slot> = {}): Slot => ({
  key,
  name: `report-${key}.log`,
  size: 48_213 * key,
  file: null,
  phase,
  share: 0.4,
  id: null,
  error: null,
  again: false,
  ...own,
});

const uploads = (slots: Slot[], own: Partial<Uploads> = {}): Uploads => ({
  slots,
  most: 10,
  full: false,
  busy: false,
  failed: false,
  leftOut: 0,
  add: nothing,
  remove: nothing,
  retry: nothing,
  clear: nothing,
  ids: [],
  ...own,
});

const PHASES: Slot[] = [
  slot(1, "reading"),
  slot(2, "sending"),
  slot(3, "checking"),
  slot(4, "ready"),
  slot(5, "failed", { error: "broken", again: true }),
  slot(6, "failed", { error: "tooLarge" }),
  slot(7, "failed", { error: "refused", name: "program.exe" }),
];

export function Forms() {
  return (
    <Section title="Forms">
      <div className={classes.forms}>
        <Example of="Form and its fields: it works">
          <Working />
        </Example>
        {Object.entries(STILL).map(([state, form]) => (
          <Example key={state} of={`Form: ${state}`}>
            <Form
              of={form}
              submit="Send it"
              guarded={false}
              told={({ name }) => ({ name: ["Synopsis", name] })}
            >
              <Fields of={form} />
            </Form>
          </Example>
        ))}
      </div>
      <div className={classes.forms}>
        <Example of="MarkdownField: it works, with a preview">
          <Markdown />
        </Example>
        <Example of="MarkdownField: empty, with a mistake, and optional with few letters left">
          <MarkdownField of={still(EMPTY, { errors: ERRORS })} name="name" label="Answer" rows={3} />
          <MarkdownField of={still(LONG)} name="name" label="Remark" rows={3} optional />
        </Example>
      </div>
      <Example of="FoundDraft">
        <FoundDraft of={still(FULL, { draft: "found" })} />
      </Example>
      <Example of="Form: an act that cannot be undone">
        <Form of={still(FULL)} submit="Disable sign-in" danger guarded={false} onCancel={nothing} />
      </Example>
      <Example of="FilesField: empty, in every phase, full">
        <FilesField uploads={uploads([])} />
        <FilesField uploads={uploads(PHASES, { leftOut: 2 })} compact />
        <FilesField uploads={uploads([slot(8, "ready")], { full: true, most: 1 })} compact />
      </Example>
      <Example of="FileLinks">
        <FileLinks files={FILES} linkOf={() => Promise.reject(new TypeError("no server"))} />
      </Example>
      <Example of="Suggestions">
        <Suggestions words={SUGGESTED.words} product="" onOpened={nothing} onSolved={nothing} />
      </Example>
    </Section>
  );
}
