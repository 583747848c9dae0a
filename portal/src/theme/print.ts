/** Printed pages are light, whatever the colours on the screen: paper is white. */

/** Attribute by which the styles know the colours of the page. */
const SCHEME = "data-mantine-color-scheme";

/** Makes the page light for as long as it is being printed. Returns the function that ends this. */
export function lightOnPaper(): () => void {
  const page = document.documentElement;
  let before: string | null = null;
  function begin() {
    before ??= page.getAttribute(SCHEME);
    page.setAttribute(SCHEME, "light");
  }
  function end() {
    if (before) page.setAttribute(SCHEME, before);
    before = null;
  }
  window.addEventListener("beforeprint", begin);
  window.addEventListener("afterprint", end);
  return () => {
    end();
    window.removeEventListener("beforeprint", begin);
    window.removeEventListener("afterprint", end);
  };
}
