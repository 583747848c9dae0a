/** Components of the home page. */
import { Button } from "@mantine/core";
import { Status } from "@/components/Status";
import { Due } from "@/components/When";
import { Block } from "@/kit/home/Block";
import { Box, type Figure, Nothing, Panel, PanelAsk, PanelRow, Tiles } from "@/kit/home/Panel";
import { Example, Section } from "./Example";
import classes from "./gallery.module.css";
import { DUE } from "./samples";

const HERE = { to: "/" } as const;
const FIGURES: Figure[] = [
  { key: "late", value: 4, label: "late", danger: true, link: HERE },
  { key: "today", value: 2, label: "due today", link: HERE },
  { key: "mine", value: 6, label: "mine", link: HERE },
];

export function HomeParts() {
  return (
    <Section title="Parts of the home page">
      <Example of="Tiles">
        <Tiles figures={FIGURES} />
      </Example>
      <Example of="Block: full, wide and narrow">
        <div className={classes.home}>
          <Block title="Needs you" size="full" count={2}>
            <Panel>
              <PanelAsk
                link={HERE}
                tint="attention"
                name="Hand scanner loses the network"
                meta="Jonas asks · T-1069"
              >
                <Button size="xs">Answer</Button>
              </PanelAsk>
              <PanelAsk
                link={HERE}
                tint="success"
                name="Second login ends the first one"
                meta="Solved? · T-1096"
              >
                <Button size="xs" variant="default">
                  No
                </Button>
                <Button size="xs">Yes, solved</Button>
              </PanelAsk>
            </Panel>
          </Block>
          <Block title="With us" size="wide" count={6} all={HERE}>
            <Panel>
              <PanelRow
                link={HERE}
                name="Orders come in twice"
                meta="T-1065 · Priya answered"
                state={<Status state="open" label="We are working on it" />}
                time={<Due at={DUE.late} />}
              />
              <PanelRow link={HERE} name="Printer prints lower on every label" meta="T-1097" />
            </Panel>
          </Block>
          <Block title="Your products" size="narrow">
            <Nothing>Nothing was purchased yet.</Nothing>
          </Block>
          <Block title="Ask us" size="narrow">
            <Box text="We answer within a day.">
              <Button>Ask for support</Button>
            </Box>
          </Block>
        </div>
      </Example>
    </Section>
  );
}
