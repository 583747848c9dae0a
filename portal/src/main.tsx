import "./trusted";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./theme/first.css";
import "./theme/fonts.css";
import "./theme/base.css";
import { startSession } from "./api/session";
import { commonTexts } from "./i18n";
import { Root } from "./shell/Root";

await commonTexts;
const place = document.getElementById("root");
if (place) {
  createRoot(place).render(
    <StrictMode>
      <Root />
    </StrictMode>,
  );
  void startSession();
}
