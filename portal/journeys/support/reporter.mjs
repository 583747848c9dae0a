// Reports which journey passed in how many seconds and which failed, with its output. Ends with the failures once more and the
// two counts, so that the last lines of a long log are enough.
export default async function* report(source) {
  let passed = 0;
  const failures = [];
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
      const error = data.details?.error?.cause ?? data.details?.error;
      const lines = String(error?.stack ?? error?.message ?? error).split("\n");
      failures.push({ file: data.file?.split("/").at(-1), name: data.name, lines });
      yield `${indent}FAILED ${data.name}\n`;
      yield `${lines.map((line) => `${indent}    ${line}`).join("\n")}\n`;
    }
  }
  for (const { file, name, lines } of failures)
    yield `\nFAILED ${file}: ${name}\n${lines
      .slice(0, 60)
      .map((line) => `    ${line}\n`)
      .join("")}`;
  yield `${passed} passed, ${failures.length} failed\n`;
}
