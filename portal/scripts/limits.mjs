// Writes how long the texts may be that the API takes, as openapi.json says it, into src/api/limits.ts.
import { readFileSync, writeFileSync } from "node:fs";

const document = JSON.parse(readFileSync(new URL("../../openapi.json", import.meta.url), "utf8"));
const limits = new Map();

function note(of, name, { minLength, maxLength } = {}) {
  if (maxLength === undefined) return;
  const constant = `${of}_${name}`.replace(/([a-z])([A-Z])/g, "$1_$2").toUpperCase();
  limits.set(constant, { least: minLength ?? 0, most: maxLength });
}

const nameOf = (schema) => schema?.$ref?.split("/").at(-1);

/** Notes the texts of a body, and those of the parts that it has several of. */
function noteAll(body) {
  for (const [name, schema] of Object.entries(document.components.schemas[body].properties ?? {})) {
    note(body, name, schema);
    const part = nameOf(schema.items);
    if (part) noteAll(part);
  }
}

const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
for (const { operationId, parameters = [], requestBody } of operations) {
  for (const { name, schema } of parameters) note(operationId, name, schema);
  const body = nameOf(requestBody?.content["application/json"].schema);
  if (body) noteAll(body);
}

const lines = [...limits]
  .sort(([one], [other]) => (one < other ? -1 : 1))
  .map(([name, { least, most }]) => `export const ${name} = { least: ${least}, most: ${most} };\n`);
const head =
  "/** Least and most characters of each text that the API takes. Generated from openapi.json. */\n\n";
writeFileSync(new URL("../src/api/limits.ts", import.meta.url), head + lines.join(""));
