/** A record: its head, its acts and their questions, what happened to it, what is known of it. */
import { Button } from "@mantine/core";
import { IconArrowMerge } from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { Callout } from "@/components/Callout";
import { Fact, Facts } from "@/components/Facts";
import { Message } from "@/components/Message";
import { Named } from "@/components/Named";
import { Card } from "@/components/Page";
import { SeverityMark, Status } from "@/components/Status";
import { Due, When } from "@/components/When";
import { FileLinks } from "@/kit/files/FileLinks";
import { TextField } from "@/kit/form/TextField";
import { ActDialog, ConfirmDialog, TextDialog } from "@/kit/record/ActDialog";
import { Actions, Notice } from "@/kit/record/Actions";
import { EditFact } from "@/kit/record/EditFact";
import { OpenFact } from "@/kit/record/OpenFact";
import { RecordHead, RecordPage, RecordPart } from "@/kit/record/RecordPage";
import { type Acting, useAct } from "@/kit/record/useAct";
import { Person } from "@/kit/show/Person";
import { NotAllOnPaper, Print } from "@/kit/show/Print";
import { Outcome } from "@/kit/touches/Outcome";
import { RequestDetail } from "@/kit/touches/RequestDetail";
import { Toucher } from "@/kit/touches/Toucher";
import { TouchLines } from "@/kit/touches/TouchLines";
import { Example, Section } from "./Example";
import { ARTICLE, answer, DUE, FILES, MARKDOWN, PEOPLE, stale, TIMES, TOUCHES } from "./samples";

const LeaveDialog = lazy(() => import("@/kit/form/LeaveDialog"));
const SuggestedArticle = lazy(() => import("@/kit/answers/SuggestedArticle"));

const RECORD = { version: 1 };
const KEY = ["sample", "record"];
const NOBODY: Acting = {
  version: 1,
  run: () => new Promise(() => undefined),
  start: () => undefined,
  pending: null,
  notice: null,
  reset: () => undefined,
  words: () => undefined,
  conflict: () => undefined,
};
const saved = () => answer({ version: 2 });

function Acts() {
  const act = useAct(RECORD, { key: KEY });
  return (
    <Actions
      allowed={["confirm", "reopen", "rename", "disable", "crossed", "merge"]}
      act={act}
      primary="confirm"
      actions={[
        { name: "confirm", label: "Yes, it is solved", send: saved, done: "Confirmed.", undo: saved },
        { name: "crossed", label: "Somebody else is quicker", send: stale },
        { name: "never", label: "Not allowed, so not shown", send: saved },
        { name: "merge", label: "Merge", send: saved, done: "Merged.", tucked: true, shortcut: "m" },
        {
          name: "reopen",
          label: "Reopen…",
          dialog: (close) => (
            <TextDialog
              act={act}
              title="Reopen T-1069"
              submit="Reopen ticket"
              label="What is still wrong?"
              limit={{ least: 1, most: 200 }}
              send={() => saved}
              onClose={close}
            />
          ),
        },
        {
          name: "rename",
          label: "Rename…",
          dialog: (close) => (
            <ActDialog
              act={act}
              title="Rename T-1069"
              submit="Rename"
              start={{ name: "Hand scanner" }}
              send={() => saved}
              onClose={close}
            >
              {(form) => <TextField of={form} name="name" label="Synopsis" data-autofocus />}
            </ActDialog>
          ),
        },
        {
          name: "disable",
          label: "Disable…",
          dialog: (close) => (
            <ConfirmDialog
              act={act}
              danger
              title="Disable Jon Arne Eide?"
              submit="Disable sign-in"
              send={saved}
              onClose={close}
            >
              Jon Arne Eide is signed out everywhere at once and cannot sign in until enabled again.
            </ConfirmDialog>
          ),
        },
      ]}
    />
  );
}

/** A button that opens something in front of the page. */
function Opener({ label, children }: { label: string; children: (close: () => void) => ReactNode }) {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {label}
      </Button>
      {open && <Suspense fallback={null}>{children(close)}</Suspense>}
    </>
  );
}

export function Records() {
  return (
    <Section title="Records">
      <Example of="Actions: the act that leads, others, one that asks, one that cannot be undone, one in the menu with a key">
        <Acts />
      </Example>
      <Example of="Notice: somebody else was quicker">
        <Notice
          act={{
            ...NOBODY,
            notice: "Somebody changed this in the meantime. You now see its newest version.",
          }}
        />
      </Example>
      <Example
        of="Print: all is there, the rest is loaded first, the rest does not come; and words on paper only"
        row
      >
        <Print />
        <Print load={() => new Promise((done) => setTimeout(done, 3_000))} />
        <Print load={() => Promise.reject(new TypeError("no network"))} />
        <NotAllOnPaper />
      </Example>
      <Example of="In front of the page" row>
        <Opener label="Leave without saving">
          {(close) => <LeaveDialog onStay={close} onLeave={close} />}
        </Opener>
        <Opener label="Read an answer">
          {(close) => <SuggestedArticle article={ARTICLE} onClose={close} onSolved={close} />}
        </Opener>
      </Example>
      <Example of="RecordHead: of a pane">
        <RecordHead
          pane
          number="T-1070"
          title="Order book freezes for all when the winter price list is open"
          state={<Status state="open" label="Open" />}
          marks={<SeverityMark severity="critical" label="1-Critical" />}
        />
      </Example>
      <Example of="RecordPart: facts in rows, facts that are chosen in place, and without touches">
        <RecordPart title="Targets" rows>
          <Facts>
            <Fact name="First answer">met, 22 min</Fact>
            <Fact name="Solution">
              <Due at={DUE.late} />
            </Fact>
          </Facts>
        </RecordPart>
        <RecordPart title="Chosen in place" rows>
          <Facts>
            <EditFact
              name="Severity"
              label="Change severity"
              value="high"
              choices={[
                { value: "critical", label: "1-Critical" },
                { value: "high", label: "2-High" },
              ]}
              onChoose={() => undefined}
            >
              2-High
            </EditFact>
            <EditFact
              name="Product"
              label="Change product"
              value={null}
              choices={[]}
              none="Nothing purchased."
              onChoose={() => undefined}
            >
              No product
            </EditFact>
            <OpenFact name="Serial number" label="Change serial number" onOpen={() => undefined}>
              TH3-10243
            </OpenFact>
          </Facts>
        </RecordPart>
        <RecordPart title="No touches">
          <TouchLines of={{ record: "none" }} most={8} />
        </RecordPart>
      </Example>
      <Example of="Outcome, Toucher and RequestDetail" row>
        {TOUCHES.map((touch) => (
          <span key={touch.id}>
            <Outcome outcome={touch.outcome} /> <Toucher touch={touch} />{" "}
            <RequestDetail id={touch.request_id} />
          </span>
        ))}
      </Example>
      <Example of="RecordPage: with everything a record can have">
        <RecordPage
          id="sample"
          back={{ label: "Tickets", to: "/" }}
          number="T-1069"
          title="Hand scanner loses the network between hall A and hall B"
          state={<Status state="waiting" label="Waiting for you" />}
          marks={<SeverityMark severity="high" label="2-High" />}
          lead={
            <>
              Opened <When at={TIMES[1] ?? ""} focusable /> by <Named name={PEOPLE[0]} side="Customer" />
            </>
          }
          acts={
            <Button size="xs" variant="default">
              Close ticket…
            </Button>
          }
          notice={
            <Callout tint="info" icon={IconArrowMerge} title="Goes on in another ticket">
              <p>What has to be known stands first.</p>
            </Callout>
          }
          timeline={<Message text="Could you send us the number of the update when you have it?" />}
          compose={<Card title="Add information">The composer stands here.</Card>}
          properties={
            <Facts>
              <Fact name="Type">Issue</Fact>
              <Fact name="Product">PowerPlus 3.0</Fact>
              <Fact name="Requester">
                <Person name={PEOPLE[0]} />
              </Fact>
            </Facts>
          }
          related={<a href="mailto:help@acme.example">Order 4471</a>}
          files={<FileLinks files={FILES} linkOf={() => Promise.reject(new TypeError("no server"))} />}
          touches={<TouchLines of={{ record: "sample" }} most={8} />}
        >
          <Card title="What you told us">
            <Message text={MARKDOWN} />
          </Card>
        </RecordPage>
      </Example>
    </Section>
  );
}
