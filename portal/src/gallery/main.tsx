/** Page with every component of the kit in every state. It needs no server and no sign-in, and is not deployed. */
import "../trusted";
import { MantineProvider } from "@mantine/core";
import { createRoot } from "react-dom/client";
import "@/theme/first.css";
import "@/theme/fonts.css";
import "@/theme/base.css";
import "@/theme/rest.css";
import "@/theme/print.css";
import { useBranding } from "@/context/branding";
import { commonTexts } from "@/i18n";
import { lightOnPaper } from "@/theme/print";
import { portalTheme, portalVariables } from "@/theme/theme";
import { Gallery } from "./Gallery";

function Page() {
  const theme = portalTheme(useBranding()?.brand_color);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={portalVariables} defaultColorScheme="auto">
      <Gallery />
    </MantineProvider>
  );
}

await commonTexts;
lightOnPaper();
const place = document.getElementById("root");
if (place) createRoot(place).render(<Page />);
