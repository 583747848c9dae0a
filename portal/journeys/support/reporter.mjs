// Reports which journey passed in how many seconds and which failed, with its output, and ends with the two counts.
export default async function* report(source) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of source) {
    if (type === "test:stdout") yield data.message;
    if (type !== "test:pass" && type !== "test:fail") continue;
    const isFile = data.nesting === 0 && data.name.endsWith(".mjs");
    if (isFile && type === "test:pass") continue;
    const indent = "  ".repeat(data.nesting);
    const isGroup = data.details?.type === "suite";
    const skipped = data.skip !== undefined;
    if (type === "test:pass") {
      if (!skipped && !isGroup) passed += 1;
      const took = `<${(data.details.duration_ms / 1000).toFixed(3)}s>`;
      if (!isGroup) yield `${indent}${skipped ? "skipped" : "ok"} ${data.name} ${took}\n`;
    } else {
      // A group failed because one of its tests did, which was reported already.
      if (isGroup && data.details?.error?.failureType === "subtestsFailed") continue;
      failed += 1;
      yield `${indent}FAILED ${data.name}\n`;
      const error = data.details?.error?.cause ?? data.details?.error;
      yield `${String(error?.stack ?? error?.message ?? error)
        .split("\n")
        .map((line) => `${indent}    ${line}`)
        .join("\n")}\n`;
    }
  }
  yield `${passed} passed, ${failed} failed\n`;
}
