/**
 * Every colour, size and distance of the portal lives here; pages and parts only name them.
 * The brand colour comes from the company's settings, everything else is neutral.
 */
import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  type MantineThemeOverride,
} from "@mantine/core";

export const DEFAULT_BRAND = "#1f5fa8";

const neutral: MantineColorsTuple = [
  "#f6f7f9",
  "#eceef1",
  "#dfe3e8",
  "#ccd2d9",
  "#868f9a",
  "#6c7682",
  "#5b6470",
  "#444c56",
  "#2c333b",
  "#1b2026",
];

const dark: MantineColorsTuple = [
  "#e4e7eb",
  "#c4cad1",
  "#a3acb6",
  "#7b858f",
  "#6c7681",
  "#363d45",
  "#272d34",
  "#1d2228",
  "#15191e",
  "#0f1216",
];

type Rgb = [number, number, number];

function parse(hex: string): Rgb {
  const full = /^#[0-9a-f]{6}$/i.test(hex) ? hex : DEFAULT_BRAND;
  const at = (start: number) => Number.parseInt(full.slice(start, start + 2), 16);
  return [at(1), at(3), at(5)];
}

function mix(colour: Rgb, other: Rgb, share: number): string {
  const part = (index: 0 | 1 | 2) =>
    Math.round(colour[index] + (other[index] - colour[index]) * share)
      .toString(16)
      .padStart(2, "0");
  return `#${part(0)}${part(1)}${part(2)}`;
}

function luminance(hex: string): number {
  const [r, g, b] = parse(hex).map((value) => {
    const share = value / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The contrast ratio of two colours by WCAG 2.2, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Ten shades around the brand colour, the colour itself at index 6. */
export function shades(brand: string): MantineColorsTuple {
  const colour = parse(brand);
  const white: Rgb = [255, 255, 255];
  const black: Rgb = [0, 0, 0];
  return [
    mix(colour, white, 0.93),
    mix(colour, white, 0.85),
    mix(colour, white, 0.7),
    mix(colour, white, 0.54),
    mix(colour, white, 0.38),
    mix(colour, white, 0.18),
    mix(colour, white, 0),
    mix(colour, black, 0.14),
    mix(colour, black, 0.3),
    mix(colour, black, 0.45),
  ];
}

/** The first shade, from the given one on, that can be read on a background; else the last. */
function readable(tuple: MantineColorsTuple, background: string, from: number, step: 1 | -1): string {
  for (let index = from; index >= 0 && index < tuple.length; index += step) {
    const shade = tuple[index] as string;
    if (contrast(shade, background) >= 4.6) return shade;
  }
  return tuple[step === 1 ? 9 : 0] as string;
}

const fonts =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Helvetica, Arial, sans-serif';

/** The Mantine theme for a company's brand colour. */
export function portalTheme(brand: string = DEFAULT_BRAND): MantineThemeOverride {
  return createTheme({
    primaryColor: "brand",
    primaryShade: { light: 6, dark: 6 },
    autoContrast: true,
    luminanceThreshold: 0.32,
    colors: { brand: shades(brand), gray: neutral, dark },
    fontFamily: fonts,
    fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
    fontSizes: { xs: "0.8125rem", sm: "0.875rem", md: "1rem", lg: "1.125rem", xl: "1.25rem" },
    lineHeights: { xs: "1.4", sm: "1.45", md: "1.5", lg: "1.5", xl: "1.5" },
    headings: {
      fontWeight: "650",
      sizes: {
        h1: { fontSize: "1.625rem", lineHeight: "1.25" },
        h2: { fontSize: "1.1875rem", lineHeight: "1.35" },
        h3: { fontSize: "1rem", lineHeight: "1.4" },
      },
    },
    defaultRadius: "sm",
    radius: { xs: "3px", sm: "6px", md: "8px", lg: "12px", xl: "20px" },
    respectReducedMotion: true,
    cursorType: "pointer",
    components: {
      Button: { defaultProps: { loaderProps: { type: "dots" } } },
      Tooltip: {
        defaultProps: { withArrow: true, openDelay: 150, events: { hover: true, focus: true, touch: true } },
      },
      Modal: { defaultProps: { transitionProps: { duration: 120 }, centered: true } },
      Drawer: { defaultProps: { transitionProps: { duration: 150 } } },
      Menu: { defaultProps: { transitionProps: { duration: 100 }, shadow: "md" } },
    },
  });
}

type Tint = "neutral" | "info" | "attention" | "success" | "danger" | "note";

const tints: Record<"light" | "dark", Record<Tint, [background: string, text: string, line: string]>> = {
  light: {
    neutral: ["#e9ecf0", "#3d454f", "#c6ccd4"],
    info: ["#e3eefb", "#1b4f8c", "#b3cff0"],
    attention: ["#fdf0d3", "#7a4b00", "#ecce8c"],
    success: ["#e0f3e6", "#17603a", "#a9d9ba"],
    danger: ["#fde7e7", "#9a1c1c", "#f1b5b5"],
    note: ["#fdf6da", "#5f4b08", "#e6d38a"],
  },
  dark: {
    neutral: ["#2b3139", "#c4cad1", "#434b55"],
    info: ["#17304d", "#a8cdf7", "#2a5182"],
    attention: ["#3d2d0c", "#f3cd7f", "#6b5016"],
    success: ["#143524", "#9bdcb4", "#24603f"],
    danger: ["#431d1d", "#f6b0b0", "#763232"],
    note: ["#322a10", "#e9d488", "#5e5020"],
  },
};

function tintVariables(scheme: "light" | "dark"): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tints[scheme]).flatMap(([name, [background, text, line]]) => [
      [`--portico-${name}-bg`, background],
      [`--portico-${name}-fg`, text],
      [`--portico-${name}-line`, line],
    ]),
  );
}

/** The portal's own tokens, and Mantine's where its own choice would be too faint to read. */
export const portalVariables: CSSVariablesResolver = (theme) => {
  const brand = theme.colors.brand ?? shades(DEFAULT_BRAND);
  const current = mix(parse("#1d2228"), parse(brand[5]), 0.22);
  return {
    variables: {
      "--portico-bar": "56px",
      "--portico-page": "1120px",
      "--portico-form": "560px",
      "--portico-measure": "72ch",
      "--portico-row": "36px",
      "--portico-motion": "120ms",
    },
    light: {
      "--mantine-color-body": "#ffffff",
      "--mantine-color-text": "#1b2026",
      "--mantine-color-dimmed": "#586170",
      "--mantine-color-placeholder": "#68717d",
      "--mantine-color-error": "#b42121",
      "--mantine-color-anchor": readable(brand, "#f6f7f9", 6, 1),
      "--portico-ground": "#f6f7f9",
      "--portico-surface": "#ffffff",
      "--portico-sunken": "#f0f2f5",
      "--portico-line": "#dfe3e8",
      "--portico-line-strong": "#868f9a",
      "--portico-current": shades(brand[6])[0],
      "--portico-mark": "#fff0b3",
      ...tintVariables("light"),
    },
    dark: {
      "--mantine-color-body": "#1d2228",
      "--mantine-color-text": "#e4e7eb",
      "--mantine-color-dimmed": "#a3acb6",
      "--mantine-color-placeholder": "#98a1ac",
      "--mantine-color-error": "#ff9c9c",
      "--mantine-color-anchor": readable(brand, current, 5, -1),
      "--portico-ground": "#15191e",
      "--portico-surface": "#1d2228",
      "--portico-sunken": "#171b20",
      "--portico-line": "#323941",
      "--portico-line-strong": "#75808c",
      "--portico-current": current,
      "--portico-mark": "#5c4a10",
      ...tintVariables("dark"),
    },
  };
};
