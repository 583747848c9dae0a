/** States of a page or list that has nothing to show. */
import { Button } from "@mantine/core";
import { IconInbox } from "@tabler/icons-react";
import { BrokenPart, EmptyState, Failed, Forbidden, Loading, Missing } from "@/components/states";
import { toast } from "@/components/toasts";
import { Example, Section } from "./Example";
import { problem } from "./samples";

const FAILURES = {
  "the server failed": problem(500),
  "too many calls": problem(429),
  "what was asked for is not understood": problem(400),
  "no network": new TypeError("no network"),
};

const nothing = () => undefined;

export function States() {
  return (
    <Section title="States">
      <Example of="EmptyState: what will appear here, and the act">
        <EmptyState icon={IconInbox} title="No tickets yet" text="What you ask us appears here.">
          <Button>Submit a new ticket</Button>
        </EmptyState>
      </Example>
      <Example of="Loading">
        <Loading lines={3} />
      </Example>
      {Object.entries(FAILURES).map(([what, error]) => (
        <Example key={what} of={`Failed: ${what}`}>
          <Failed error={error} onRetry={nothing} />
        </Example>
      ))}
      <Example of="Missing">
        <Missing />
      </Example>
      <Example of="Forbidden">
        <Forbidden />
      </Example>
      <Example of="BrokenPart">
        <BrokenPart />
      </Example>
      <Example of="Toasts: done, with a way back, failed" row>
        <Button variant="default" onClick={() => toast("The ticket is closed.")}>
          Say that it is done
        </Button>
        <Button variant="default" onClick={() => toast("The reply is retired.", "success", nothing)}>
          Say it with a way back
        </Button>
        <Button variant="default" onClick={() => toast("That did not work.", "error")}>
          Say that it failed
        </Button>
      </Example>
    </Section>
  );
}
