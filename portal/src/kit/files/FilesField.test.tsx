import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { AllowedFiles } from "@/api/types";
import { newQueryClient } from "@/shell/queries";
import { type Asked, json, problem, serve } from "@/testing/server";
import { endingOf, type FilesOf } from "./allowed";
import { FilesField } from "./FilesField";
import { type KeptFile, useUploads } from "./uploads";

vi.mock("./upload", async (original) => ({
  ...(await original<typeof import("./upload")>()),
  upload: (file: File) => Promise.resolve(`id-of-${file.name}`),
}));

let limits: AllowedFiles | null;
let asked: Asked[];
let draft: KeptFile[];

function Form({ first, of }: { first: KeptFile[]; of: FilesOf }) {
  const [kept, keep] = useState(first);
  draft = kept;
  const uploads = useUploads(of, kept, keep);
  return (
    <>
      <FilesField uploads={uploads} />
      <output>{uploads.ids.join()}</output>
    </>
  );
}

function open(first: KeptFile[] = [], of: FilesOf = "opening") {
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={newQueryClient()}>
        <Form first={first} of={of} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return userEvent.setup({ applyAccept: false });
}

const file = (name: string, content = "x") => new File([content], name);
const input = () => screen.getByTestId<HTMLInputElement>("files");

beforeEach(() => {
  limits = { endings: ["png", "log", "zip"], largest: 26_214_400, most_at_opening: 4, most_per_reply: 10 };
  asked = serve({
    "GET /v1/home": () => (limits ? json(200, { files: limits }) : problem(422, "refused")),
    "POST /v1/uploads/u1/complete": () => json(200, { id: "u1", state: "ready" }),
    "POST /v1/uploads/u2/complete": () => problem(404, "not_found"),
    "POST /v1/uploads/u3/complete": () => json(200, { id: "u3", state: "claimed" }),
  });
});

describe("the files of a form", () => {
  it("says which kinds are possible, and offers only those", async () => {
    open();
    expect(await screen.findByText(/Accepted kinds: png, log, zip\.$/)).toBeInTheDocument();
    expect(input()).toHaveAttribute("accept", ".png,.log,.zip");
  });

  it.each([
    ["opening", "Up to 4 files of at most 25 MB each. Accepted kinds: png, log, zip."],
    ["reply", "Up to 10 files of at most 25 MB each. Accepted kinds: png, log, zip."],
  ] as const)("tells the server's limits of %s in whole sentences", async (of, words) => {
    open([], of);
    expect(await screen.findByText(words)).toBeInTheDocument();
  });

  it("follows the server when its limits change", async () => {
    limits = { endings: ["log"], largest: 2_097_152, most_at_opening: 1, most_per_reply: 2 };
    const user = open();
    await screen.findByText("Up to 1 file of at most 2 MB. Accepted kinds: log.");
    const large = file("large.log");
    Object.defineProperty(large, "size", { value: 2_097_153 });
    await user.upload(input(), [large, file("1.log"), file("2.log")]);
    expect(
      screen.getByText("This file is larger than 2 MB. Make it smaller or split it."),
    ).toBeInTheDocument();
    expect(screen.getByText(/^Only 1 file can be added here/)).toBeInTheDocument();
  });

  it("leaves the limits to the server while they are not known", async () => {
    limits = null;
    const user = open();
    const large = file("large.log");
    Object.defineProperty(large, "size", { value: 40_000_000 });
    await user.upload(input(), [large, ...["1", "2", "3", "4"].map((name) => file(`${name}.log`))]);
    expect(await screen.findAllByText("Arrived")).toHaveLength(5);
    expect(screen.queryByText(/Up to/)).not.toBeInTheDocument();
  });

  it("goes by the ending, in whatever case, and not by what the browser calls it", async () => {
    const user = open();
    await screen.findByText(/Accepted kinds: png, log, zip\.$/);
    await user.upload(input(), [
      new File(["x"], "session.LOG", { type: "text/x-log" }),
      new File(["x"], "trace.zip", { type: "application/x-zip-compressed" }),
    ]);
    expect(await screen.findAllByText("Arrived")).toHaveLength(2);
  });

  it("names the ending it refuses, and gives a refused file no place", async () => {
    const user = open();
    await screen.findByText(/Accepted kinds: png, log, zip\.$/);
    await user.upload(input(), [
      file("a.exe"),
      file("b.exe"),
      file("none"),
      file("empty.log", ""),
      file("1.log"),
    ]);
    expect(screen.getAllByText(/^\.exe files are not accepted/)).toHaveLength(2);
    expect(screen.getByText(/^Files of this kind are not accepted/)).toBeInTheDocument();
    expect(screen.getByText("This file is empty.")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Add a file" })).toBeInTheDocument();
    await user.upload(input(), [file("2.log"), file("3.log"), file("4.log"), file("5.log")]);
    expect(await screen.findAllByText("Arrived")).toHaveLength(4);
    expect(screen.queryByText("a.exe")).not.toBeInTheDocument();
    expect(screen.getByText(/^Only 4 files can be added here/)).toBeInTheDocument();
  });

  it("keeps what has arrived in the draft, and takes it out again", async () => {
    const user = open();
    await user.upload(input(), file("1.log"));
    await waitFor(() => expect(draft).toEqual([{ id: "id-of-1.log", name: "1.log", size: 1 }]));
    await user.click(screen.getByRole("button", { name: "Remove 1.log" }));
    await waitFor(() => expect(draft).toEqual([]));
  });

  it("shows the draft's files again after a reload, and names those that are gone", async () => {
    open([
      { id: "u1", name: "here.log", size: 4 },
      { id: "u2", name: "gone.log", size: 4 },
      { id: "u3", name: "sent.log", size: 4 },
    ]);
    expect(await screen.findByText("Arrived")).toBeInTheDocument();
    expect(await screen.findAllByText("This file is no longer here. Please add it again.")).toHaveLength(2);
    await waitFor(() => expect(draft.map(({ id }) => id)).toEqual(["u1"]));
    expect(asked.filter((one) => one.path.endsWith("/complete"))).toHaveLength(3);
    expect(screen.getByText("u1")).toBeInTheDocument();
  });
});

describe("the ending of a name", () => {
  it.each([
    ["a.log", "log"],
    ["a.b.ZIP", "zip"],
    ["none", ""],
    [".profile", ""],
    ["dot.", ""],
  ])("%s", (name, ending) => expect(endingOf(name)).toBe(ending));
});
