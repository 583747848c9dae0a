/** Words of the jobs in the shell and on the home page, needed before the area is loaded. */
export const names = { jobs: "Jobs", failed_jobs: "Failed jobs" } as const;
