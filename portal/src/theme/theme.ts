/**
 * Every colour, size and distance of the portal lives here; pages and parts only name them.
 * The brand colour comes from the company's settings, everything else is neutral.
 */
import {
  type ButtonProps,
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  type MantineTheme,
  type MantineThemeOverride,
} from "@mantine/core";

export const DEFAULT_BRAND = "#1f5fa8";

const neutral: MantineColorsTuple = [
  "#f7f8fa",
  "#eef1f5",
  "#e4e8ee",
  "#cdd4dd",
  "#858f9c",
  "#6b7685",
  "#586475",
  "#414d5c",
  "#2a3440",
  "#17202b",
];

const dark: MantineColorsTuple = [
  "#e8ecf1",
  "#b3bdc9",
  "#9ba6b4",
  "#8e99a8",
  "#6f7b8a",
  "#364150",
  "#1e2631",
  "#181f28",
  "#12171e",
  "#0c1015",
];

const PAPER = { light: "#ffffff", dark: "#181f28" } as const;

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

/** A colour as light as it must be on a dark page, and no paler: hue and saturation stay. */
function lightened([r, g, b]: Rgb, lightness: number): string {
  const [high, low] = [Math.max(r, g, b) / 255, Math.min(r, g, b) / 255];
  const middle = (high + low) / 2;
  const saturation = high === low ? 0 : (high - low) / (1 - Math.abs(2 * middle - 1));
  const reach = Math.max(saturation, saturation > 0.2 ? 0.7 : 0) * (1 - Math.abs(2 * lightness - 1));
  const part = (value: number) => {
    const share = high === low ? 0.5 : (value / 255 - low) / (high - low);
    return Math.round((lightness + (share - 0.5) * reach) * 255)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${part(r)}${part(g)}${part(b)}`;
}

/** Ten shades around the brand colour, the colour itself at index 6; index 4 is what it is on a dark page. */
export function shades(brand: string): MantineColorsTuple {
  const colour = parse(brand);
  const white: Rgb = [255, 255, 255];
  const black: Rgb = [0, 0, 0];
  return [
    mix(colour, white, 0.9),
    mix(colour, white, 0.82),
    mix(colour, white, 0.7),
    lightened(colour, 0.76),
    lightened(colour, 0.675),
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
  '"Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Helvetica, Arial, sans-serif';

const ON_BRAND = "var(--mantine-primary-color-contrast)";

/** The Mantine theme for a company's brand colour. */
export function portalTheme(brand: string = DEFAULT_BRAND): MantineThemeOverride {
  return createTheme({
    primaryColor: "brand",
    primaryShade: { light: 6, dark: 4 },
    autoContrast: true,
    // Where black and white are equally easy to read.
    luminanceThreshold: 0.179,
    colors: { brand: shades(brand), gray: neutral, dark },
    fontFamily: fonts,
    fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
    fontSizes: { xs: "0.8125rem", sm: "0.875rem", md: "0.9375rem", lg: "1.125rem", xl: "1.25rem" },
    lineHeights: { xs: "1.4", sm: "1.45", md: "1.5", lg: "1.5", xl: "1.5" },
    headings: {
      fontWeight: "600",
      sizes: {
        h1: { fontSize: "1.5rem", lineHeight: "1.25", fontWeight: "700" },
        h2: { fontSize: "1rem", lineHeight: "1.4" },
        h3: { fontSize: "0.9375rem", lineHeight: "1.4" },
      },
    },
    defaultRadius: "md",
    radius: { xs: "3px", sm: "6px", md: "8px", lg: "12px", xl: "20px" },
    respectReducedMotion: true,
    cursorType: "pointer",
    components: {
      // Mantine chooses black or white for the brand of a light page only.
      Button: {
        defaultProps: { loaderProps: { type: "dots" } },
        vars: (_: MantineTheme, { variant = "filled", color }: ButtonProps) => ({
          root: variant === "filled" && !color ? { "--button-color": ON_BRAND } : {},
        }),
      },
      Checkbox: { vars: () => ({ root: { "--checkbox-icon-color": ON_BRAND } }) },
      Radio: { vars: () => ({ root: { "--radio-icon-color": ON_BRAND } }) },
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
    neutral: ["#eef1f5", "#4b5868", "#cdd4dd"],
    info: ["#e9f1fb", "#1b5596", "#b9d2ef"],
    attention: ["#fdf3dd", "#7d5200", "#ecd29a"],
    success: ["#e6f4ea", "#1a6b3c", "#b0d9bf"],
    danger: ["#fdecea", "#a8201a", "#f0bdb8"],
    note: ["#fef8e2", "#5f4b08", "#e6d38a"],
  },
  dark: {
    neutral: ["#252d38", "#b3bdc9", "#3a4553"],
    info: ["#1c2e45", "#93c0f3", "#2c4a70"],
    attention: ["#382b12", "#f0c674", "#5f4a1c"],
    success: ["#163425", "#86d3a4", "#24573c"],
    danger: ["#40201f", "#ff9d94", "#6e3330"],
    note: ["#2e2811", "#e5d085", "#574b1e"],
  },
};

/** Colours of the series of a plot after the first, which has the brand's; each also has a pattern or a shape. */
const plots: Record<"light" | "dark", string[]> = {
  light: ["#a3560c", "#0f766e", "#7440c9", "#a5215e"],
  dark: ["#e3a04f", "#4fc1b0", "#b79cf5", "#f08db3"],
};

function plotVariables(scheme: "light" | "dark"): Record<string, string> {
  return Object.fromEntries([
    ["--portico-plot-1", "var(--mantine-color-anchor)"],
    ...plots[scheme].map((colour, index) => [`--portico-plot-${index + 2}`, colour]),
  ]);
}

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
  const current = mix(parse(PAPER.dark), parse(brand[4]), 0.16);
  return {
    variables: {
      "--portico-bar": "56px",
      "--portico-side": "208px",
      "--portico-edge": "36px",
      "--portico-page": "1200px",
      "--portico-form": "560px",
      "--portico-measure": "72ch",
      "--portico-row": "36px",
      "--portico-motion": "120ms",
    },
    light: {
      "--mantine-color-body": PAPER.light,
      "--mantine-color-text": "#17202b",
      "--mantine-color-dimmed": "#586475",
      "--mantine-color-placeholder": "#647184",
      "--mantine-color-error": "#b42318",
      "--mantine-color-anchor": readable(brand, "#f7f8fa", 6, 1),
      "--mantine-color-default-border": "#d3d9e1",
      "--portico-ground": "#f7f8fa",
      "--portico-surface": PAPER.light,
      "--portico-sunken": "#f0f2f6",
      "--portico-second": "#4b5868",
      "--portico-third": "#5f6b7c",
      "--portico-line": "#e4e8ee",
      "--portico-line-strong": "#858f9c",
      "--portico-current": brand[0],
      "--portico-mark": "#fff0b3",
      ...tintVariables("light"),
      ...plotVariables("light"),
    },
    dark: {
      "--mantine-color-body": PAPER.dark,
      "--mantine-color-text": "#e8ecf1",
      "--mantine-color-dimmed": "#9ba6b4",
      "--mantine-color-placeholder": "#8e99a8",
      "--mantine-color-error": "#ff9d94",
      "--mantine-color-anchor": readable(brand, current, 4, -1),
      "--mantine-color-default-border": "#364150",
      "--portico-ground": "#12171e",
      "--portico-surface": PAPER.dark,
      "--portico-sunken": "#202833",
      "--portico-second": "#b3bdc9",
      "--portico-third": "#98a3b1",
      "--portico-line": "#2a323d",
      "--portico-line-strong": "#748091",
      "--portico-current": current,
      "--portico-mark": "#5c4a10",
      ...tintVariables("dark"),
      ...plotVariables("dark"),
    },
  };
};

/** Colours of a page, a button and a link under a brand colour, as the portal shows them in a colour scheme. */
export function lookOf(brand: string, scheme: "light" | "dark") {
  const tuple = shades(brand);
  const filled = tuple[scheme === "light" ? 6 : 4];
  const variables = portalVariables({ colors: { brand: tuple } } as unknown as MantineTheme)[scheme];
  return {
    surface: PAPER[scheme],
    text: variables["--mantine-color-text"] as string,
    brand: filled,
    onBrand: contrast(filled, "#ffffff") >= contrast(filled, "#000000") ? "#ffffff" : "#000000",
    link: variables["--mantine-color-anchor"] as string,
  };
}
