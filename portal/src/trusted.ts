/**
 * The browser takes text for HTML only from a policy that is named in the response header (Trusted Types). Articles and
 * messages come from DOMPurify's own. This one is for what libraries write as text, such as the style sheets of the
 * component library: text without a tag makes no element, and anything else is refused.
 */
import type { TrustedTypesWindow } from "trusted-types/lib";

(window as unknown as TrustedTypesWindow).trustedTypes?.createPolicy("default", {
  createHTML: (text) => {
    if (text.includes("<")) throw new TypeError("HTML that no policy has made");
    return text;
  },
});
