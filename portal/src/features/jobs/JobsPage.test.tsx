import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { Toasts } from "@/components/toasts";
import { HOME, openPage } from "@/testing/page";
import { json, problem, serve } from "@/testing/server";
import JobsPage from "./JobsPage";

const job = (id: string, kind: string) => ({
  id,
  kind,
  subject: `ticket ${id}`,
  tries: 8,
  last_error: "the mail server does not answer",
  due: "2025-01-01T10:00:00Z",
  created_at: "2025-01-01T10:00:00Z",
});

function open() {
  let jobs = [job("j1", "mail"), job("j2", "clock")];
  const asked = serve({
    "GET /v1/home": () => json(200, { ...HOME, actions: ["list_jobs"] }),
    "GET /v1/jobs": () => json(200, { items: jobs }),
    "POST /v1/jobs/j1/retry": () => {
      jobs = jobs.filter(({ id }) => id !== "j1");
      return json(200, job("j1", "mail"));
    },
    "POST /v1/jobs/j2/retry": () => problem(503, "unavailable"),
  });
  const Page = () => (
    <>
      <JobsPage />
      <Toasts />
    </>
  );
  openPage(Page, { path: "/staff/jobs", face: "staff", role: "administrator" });
  return { asked, user: userEvent.setup() };
}

it("puts a job back to work, and reports when that does not work", async () => {
  const { user } = open();
  const button = await screen.findByRole("button", { name: "Try again Mail about a ticket ticket j1" });
  await user.click(button);
  expect(await screen.findByText("Put back to work.")).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Try again Watch on a due time ticket j2" }));
  expect(await screen.findByText(/^Part of the portal is not available/)).toBeInTheDocument();
  await waitFor(() => expect(screen.queryByText("ticket j1")).not.toBeInTheDocument());
});

it("puts many back to work, each with its result", async () => {
  const { asked, user } = open();
  await user.click(await screen.findByRole("checkbox", { name: "Choose all that are shown" }));
  await user.click(await screen.findByRole("button", { name: "Try again" }));
  expect(await screen.findByText("Try again: 1 of 2 done")).toBeInTheDocument();
  const sent = asked.filter(({ method }) => method === "POST");
  expect(sent.map(({ path }) => path)).toEqual(["/v1/jobs/j1/retry", "/v1/jobs/j2/retry"]);
});
