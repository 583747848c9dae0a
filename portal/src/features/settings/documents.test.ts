/** Documents as the values of their forms: an unchanged one comes back as it was. */
import { expect, it } from "vitest";
import type {
  CustomField,
  FilesDocument,
  KnowledgeDocument,
  PortalDocument,
  ProviderDocument,
} from "./documents";
import { fieldOf, valuesOf as valuesOfField } from "./fields/values";
import { toDocument as toFiles, valuesOf as valuesOfFiles } from "./plain/FilesForm";
import { toDocument as toKnowledge, valuesOf as valuesOfKnowledge } from "./plain/KnowledgeForm";
import { toDocument as toProvider, valuesOf as valuesOfProvider } from "./plain/ProviderForm";
import { toDocument as toPortal, valuesOf as valuesOfPortal } from "./portal/PortalForm";
import { idOf } from "./rules";

const portal: PortalDocument = {
  company_name: "XYZ Co.",
  brand_color: "#1f5fa8",
  support_email: "",
  support_phone: "",
  taken_away: [
    { capability: "knowledge", face: "partner", role: "seller" },
    { capability: "jobs", face: "staff", role: null },
  ],
  session_days: 30,
  rates: { tickets: 60, uploads: 300 },
};

it("gives the portal back as it was, and keeps what roles alone have lost", () => {
  const values = valuesOfPortal(portal);
  expect(values.staff).toEqual(["tickets", "knowledge", "touches", "accounts", "imports"]);
  expect(toPortal(portal, values)).toEqual(portal);
  const changed = toPortal(portal, { ...values, customer: ["tickets"], staff: [...values.staff, "jobs"] });
  expect(changed.taken_away).toEqual([
    { capability: "knowledge", face: "partner", role: "seller" },
    { capability: "knowledge", face: "customer", role: null },
  ]);
});

it("gives files, synonyms and the provider back as they were", () => {
  const files: FilesDocument = {
    types: [
      { media_type: "image/jpeg", endings: ["jpg", "jpeg"] },
      { media_type: "text/plain", endings: ["txt"] },
    ],
  };
  expect(toFiles(valuesOfFiles(files))).toEqual(files);
  expect(toFiles({ types: "\nimage/png : .PNG,apng \n" })).toEqual({
    types: [{ media_type: "image/png", endings: ["png", "apng"] }],
  });
  const knowledge: KnowledgeDocument = { synonyms: [["till", "cash desk"]] };
  expect(toKnowledge(valuesOfKnowledge(knowledge))).toEqual(knowledge);
  const provider: ProviderDocument = {
    enabled: true,
    issuer: "https://accounts.xyz.example",
    client_id: "portico",
    client_secret: null,
    label: "XYZ account",
    faces: ["employee", "staff"],
    domains: ["xyz.example"],
    newcomers: [{ domain: "xyz.example", kind: "employee", role: "employee" }],
  };
  expect(toProvider(provider, valuesOfProvider(provider))).toEqual(provider);
});

it("gives a field back as it was, and an option keeps its ID under another label", () => {
  const field: CustomField = {
    id: "place",
    kind: "one_of",
    label: { en: "Place", es: "Lugar" },
    help: { en: "Where it is." },
    options: [
      { id: "shop", label: { en: "Shop" }, retired: false },
      { id: "office", label: { en: "Office", es: "Oficina" }, retired: true },
    ],
    shown_for: ["customer", "staff"],
    required_for: ["customer"],
    shown_if: { field: "kind", is: ["yes"] },
    retired: false,
  };
  const values = valuesOfField(field);
  expect(fieldOf(values, field, ["place"])).toEqual(field);
  const options = values.options.map((one) => (one.id === "shop" ? { ...one, en: "Store" } : one));
  const more = [...options, { key: "new", id: "", en: "Office", es: "", retired: false }];
  expect(fieldOf({ ...values, options: more }, field, ["place"]).options.map(({ id }) => id)).toEqual([
    "shop",
    "office",
    "office_2",
  ]);
});

it("makes IDs that are plain and free", () => {
  expect(idOf("¿Dónde está?", [])).toBe("donde_esta");
  expect(idOf("2nd floor", [])).toBe("f_2nd_floor");
  expect(idOf("Place", ["place", "place_2"])).toBe("place_3");
  expect(idOf("a".repeat(80), []).length).toBeLessThanOrEqual(40);
});
