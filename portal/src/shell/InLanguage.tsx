/**
 * The session in the language of its person. It is drawn once the texts are there; a change in the profile is followed
 * at once, and so is one made on another device.
 */
import { type ReactNode, useEffect, useMemo, useState } from "react";
import type { Session } from "@/api/session";
import { useServerWords } from "@/components/useServerWords";
import { useHome } from "@/context/home";
import { SessionContext } from "@/context/session";
import { i18next, speak } from "@/i18n";
import { languageOf } from "@/i18n/language";

const isSame = (locale: string) => languageOf(locale) === languageOf(i18next.language);

interface Props {
  session: Session;
  /** Shown until the texts are there. */
  meanwhile: ReactNode;
  children: ReactNode;
}

export function InLanguage({ session, meanwhile, children }: Props) {
  const locale = useHome().data?.person.locale ?? session.person.locale;
  const [isSpoken, setSpoken] = useState(() => !locale || isSame(locale));
  useEffect(() => {
    // Texts that do not come are no reason to draw nothing.
    if (locale) void speak(locale).finally(() => setSpoken(true));
  }, [locale]);
  const words = useServerWords();
  const worded = useMemo(
    () => ({ ...session, hats: session.hats.map((hat) => ({ ...hat, label: words.hat(hat) })) }),
    [session, words],
  );
  return <SessionContext value={worded}>{isSpoken ? children : meanwhile}</SessionContext>;
}
