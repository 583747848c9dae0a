/** Choice of another language before it is known who the reader is. It is kept on this device. */
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { speak } from "@/i18n";
import { browserLocale, LANGUAGE_NAMES, LANGUAGES, languageOf } from "@/i18n/language";

export function LanguageSwitch() {
  const { i18n } = useTranslation();
  const others = LANGUAGES.filter((language) => language !== languageOf(i18n.language));
  return others.map((language) => (
    <Button
      key={language}
      variant="subtle"
      size="compact-sm"
      mt="sm"
      px={0}
      lang={language}
      onClick={() => void speak(browserLocale(language))}
    >
      {LANGUAGE_NAMES[language]}
    </Button>
  ));
}
