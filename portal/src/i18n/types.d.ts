import type { invitation } from "@/features/auth/invitation";
import type { auth } from "@/features/auth/texts";
import type { files } from "@/features/files/texts";
import type { home } from "@/features/home/texts";
import type { jobs } from "@/features/jobs/texts";
import type { knowledge } from "@/features/knowledge/texts";
import type { people } from "@/features/people/texts";
import type { profile } from "@/features/profile/texts";
import type { desk } from "@/features/tickets/desk/texts";
import type { tickets } from "@/features/tickets/texts";
import type { touches } from "@/features/touches/texts";
import type { common } from "./common";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: {
      common: typeof common;
      auth: typeof auth;
      invitation: typeof invitation;
      files: typeof files;
      home: typeof home;
      profile: typeof profile;
      tickets: typeof tickets;
      desk: typeof desk;
      knowledge: typeof knowledge;
      touches: typeof touches;
      people: typeof people;
      jobs: typeof jobs;
    };
  }
}
