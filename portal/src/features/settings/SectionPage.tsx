/** Page of one section of the settings. */
import { useParams } from "@tanstack/react-router";
import { type ComponentType, lazy, Suspense } from "react";
import { Loading, Missing, QueryResult } from "@/components/states";
import { Allowed } from "@/kit/Allowed";
import { useDraftOf, useSection } from "./api";
import { SECTIONS, SEES, type SectionName } from "./documents";
import type { SectionProps } from "./SectionEditor";
import "./texts";

const FORMS: Record<SectionName, ComponentType<SectionProps>> = {
  portal: lazy(() => import("./portal/PortalForm")),
  ticket_fields: lazy(() => import("./fields/FieldsForm")),
  tickets: lazy(() => import("./tickets/TicketsForm")),
  files: lazy(() => import("./plain/FilesForm")),
  knowledge: lazy(() => import("./plain/KnowledgeForm")),
  identity_provider: lazy(() => import("./plain/ProviderForm")),
};

export default function SectionPage() {
  const { section } = useParams({ from: "/staff/settings/$section" });
  const name = SECTIONS.find((one) => one === section);
  if (!name) return <Missing page />;
  return (
    <Allowed action={SEES}>
      <OneSection key={name} name={name} />
    </Allowed>
  );
}

function OneSection({ name }: { name: SectionName }) {
  const published = useSection(name);
  const draft = useDraftOf(name);
  const Form = FORMS[name];
  return (
    <QueryResult query={published} lines={9} page>
      {(section) => (
        <QueryResult query={draft} lines={9} page>
          {(found) => (
            <Suspense fallback={<Loading lines={9} />}>
              <Form published={section} draft={found} />
            </Suspense>
          )}
        </QueryResult>
      )}
    </QueryResult>
  );
}
