/** Components that show parts of a record: people, times, states, facts, texts. */
import { IconAlertTriangle, IconCircleCheck, IconHelpCircle, IconInfoCircle } from "@tabler/icons-react";
import { ArticleBody } from "@/components/ArticleBody";
import { Callout } from "@/components/Callout";
import { Fact, Facts } from "@/components/Facts";
import { Logo } from "@/components/Logo";
import { Message } from "@/components/Message";
import { Named, Side } from "@/components/Named";
import { BackLink, Card } from "@/components/Page";
import { RequestId } from "@/components/RequestId";
import { SeverityMark, Status } from "@/components/Status";
import { OUTCOME_LOOK, PERSON_LOOK, SEVERITY_LOOK, STATE_LOOK } from "@/components/status";
import { Due, When } from "@/components/When";
import { Segments } from "@/kit/answers/Segments";
import { DataTable } from "@/kit/list/DataTable";
import { Money } from "@/kit/show/Money";
import { Initials, Person } from "@/kit/show/Person";
import { Steps, stepsAt } from "@/kit/show/Steps";
import { Example, Section } from "./Example";
import classes from "./gallery.module.css";
import { ARTICLE, DUE, LINES, MARKDOWN, PEOPLE, SUGGESTED, TIMES } from "./samples";

const STATES = Object.keys({ ...STATE_LOOK, ...PERSON_LOOK, ...OUTCOME_LOOK, unheard_of: null });
const wordOf = (state: string) => state.replaceAll("_", " ");
const RETURN = [
  { key: "requested", title: "Received your request", note: "Nov 17" },
  { key: "approved", title: "Approved, please send" },
  { key: "sent", title: "On its way", note: "Bring 7043 1185" },
  { key: "here", title: "With us" },
  { key: "done", title: "Done" },
];
const REFUSED = RETURN.map((step) =>
  step.key === "approved" ? { ...step, title: "Refused", note: "The warranty ended on May 12." } : step,
);
const PARTS = [
  { key: "what", title: "What is returned" },
  { key: "why", title: "Why" },
  { key: "send", title: "Check and send" },
];
const TINTS = {
  info: IconInfoCircle,
  attention: IconHelpCircle,
  success: IconCircleCheck,
  danger: IconAlertTriangle,
} as const;

export function Shown() {
  return (
    <Section title="Shown">
      <Example of="Person: a name, with its side, with ways to reach them" row>
        <Person name={PEOPLE[0]} />
        <Person name={PEOPLE[1]} named={<Named name={PEOPLE[1]} side="Asme" ours />} ours />
        <Person name={PEOPLE[2]} named={<Named name={PEOPLE[2]} side="Customer" strong />}>
          <a href="mailto:osten@acme.example">osten@acme.example</a>
          <a href="tel:+4720555014">+47 20 55 50 14</a>
        </Person>
      </Example>
      <Example of="Initials: of others, ours, beside a note, one’s own" row>
        <Initials name={PEOPLE[0]} />
        <Initials name={PEOPLE[1]} tint="ours" />
        <Initials name={PEOPLE[1]} tint="note" />
        <Initials name={PEOPLE[2]} tint="self" />
      </Example>
      <Example of="Side: theirs, ours" row>
        <Side side="Customer" />
        <Side side="Asme" ours />
      </Example>
      <Example of="When: in rows, reachable by keyboard" row>
        {TIMES.map((at) => (
          <When key={at} at={at} />
        ))}
        <When at={TIMES[0] ?? ""} focusable />
      </Example>
      <Example of="Due: soon, far, late, brief, with its clock stopped, reachable by keyboard" row>
        <Due at={DUE.soon} />
        <Due at={DUE.far} />
        <Due at={DUE.late} />
        <Due at={DUE.soon} brief />
        <Due at={DUE.late} paused />
        <Due at={DUE.soon} focusable />
      </Example>
      <Example of="Status: every state, and one that the portal does not know" row>
        {STATES.map((state) => (
          <Status key={state} state={state} label={wordOf(state)} />
        ))}
      </Example>
      <Example of="Status: plain, within a line" row>
        {STATES.map((state) => (
          <Status key={state} plain state={state} label={wordOf(state)} />
        ))}
      </Example>
      <Example of="Status: in a list, wide and narrow">
        <div className={classes.list}>
          <Status folds state="waiting" label="Waiting for the customer" />
        </div>
        <div className={`${classes.list} ${classes.narrow}`}>
          <Status folds state="waiting" label="Waiting for the customer" />
        </div>
      </Example>
      <Example of="SeverityMark: with its word, as an icon alone" row>
        {Object.keys(SEVERITY_LOOK).map((severity) => (
          <SeverityMark key={severity} severity={severity} label={severity} />
        ))}
        {Object.keys(SEVERITY_LOOK).map((severity) => (
          <SeverityMark key={severity} severity={severity} label={severity} bare />
        ))}
      </Example>
      <Example of="Money: of the server, in minor units, negative, nothing, without decimals, of three" row>
        <Money amount="29626.20" currency="EUR" />
        <Money minor={1250} currency="USD" />
        <Money amount="-141.18" currency="EUR" />
        <Money minor={0} currency="EUR" />
        <Money amount="1250" currency="JPY" />
        <Money amount="1.250" currency="KWD" />
      </Example>
      <Example of="Money: in a table, with and without its currency">
        <DataTable
          label="Lines"
          rows={LINES}
          keyOf={({ what }) => what}
          columns={[
            { key: "what", title: "What", heading: true, cell: ({ what }) => what },
            {
              key: "price",
              title: "Price, EUR",
              number: true,
              cell: ({ price }) => <Money amount={price} currency="EUR" bare />,
            },
            {
              key: "net",
              title: "Net",
              number: true,
              cell: ({ net }) => <Money minor={net} currency="EUR" />,
            },
          ]}
        />
      </Example>
      <Example of="Steps: at the beginning, under way, failed, all done">
        <Steps label="Return RMA-17" steps={stepsAt(RETURN, "requested")} />
        <Steps label="Return RMA-18" steps={stepsAt(RETURN, "sent")} />
        <Steps label="Return RMA-19" steps={stepsAt(REFUSED, "approved", "failed")} />
        <Steps label="Return RMA-20" steps={stepsAt(RETURN, null)} />
      </Example>
      <Example of="Steps: parts of a form, which lead back; in a narrow place">
        <Steps label="Parts of the form" steps={stepsAt(PARTS, "send")} onBack={() => undefined} />
        <div className={classes.narrow}>
          <Steps label="Return RMA-21" steps={stepsAt(RETURN, "sent")} />
        </div>
      </Example>
      <Example of="Facts">
        <Facts>
          <Fact name="Product">PowerPlus 3.0</Fact>
          <Fact name="Changed">
            <When at={TIMES[1] ?? ""} />
          </Fact>
        </Facts>
      </Example>
      <Example of="Callout: every tint">
        {Object.entries(TINTS).map(([tint, Sign]) => (
          <Callout key={tint} tint={tint as keyof typeof TINTS} icon={Sign} title={`Tint ${tint}`}>
            <p>Something to know, to do or to mend.</p>
          </Callout>
        ))}
      </Example>
      <Example of="Card: with a title, without">
        <Card title="Roles">Manager of Halvorsen Marine</Card>
        <Card>Without a title</Card>
      </Example>
      <Example of="Message, ArticleBody, Segments">
        <Message text={MARKDOWN} />
        <ArticleBody html={ARTICLE.body_html} />
        <p>
          <Segments parts={SUGGESTED.found.items.flatMap(({ title_segments }) => title_segments)} />
        </p>
      </Example>
      <Example of="BackLink, Logo, RequestId" row>
        <BackLink label="All tickets" to="/" />
        <Logo name="XYZ Co." />
        <RequestId id="req-7f3a" />
      </Example>
    </Section>
  );
}
