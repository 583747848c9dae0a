// Runs before the first paint: begins to fetch the texts of the first page in the reader's language, next to the
// scripts. The portal chooses the language as src/i18n/language.ts says; a wrong guess here costs a fetch and no more.
(() => {
  let kept = null;
  try {
    kept = localStorage.getItem("portico:language");
  } catch {
    // Storage may be refused; the browser's languages decide then.
  }
  const files = JSON.parse(document.querySelector('meta[name="portal-texts"]')?.content ?? "{}");
  const languages = [kept, ...navigator.languages].map((locale) => locale?.split("-")[0]);
  const language = languages.find((one) => one in files) ?? "en";
  document.documentElement.lang = language;
  for (const file of files[language] ?? []) {
    const link = document.createElement("link");
    link.rel = "modulepreload";
    link.crossOrigin = "";
    link.href = file;
    document.head.append(link);
  }
})();
