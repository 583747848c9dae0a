/** A component whose file is loaded when it is first drawn, or shortly before. */
import { type ComponentType, lazy, useState } from "react";

export type Later<Props extends object> = ComponentType<Props> & { preload: () => void };

export function later<Module extends object, Props extends object>(
  load: () => Promise<Module>,
  name: keyof Module & string,
): Later<Props> {
  let loaded: ComponentType<object> | undefined;
  const fetch = async () => {
    loaded = (await load())[name] as ComponentType<object>;
    return { default: loaded };
  };
  const Lazy = lazy(fetch);
  function Shown(props: Props) {
    // A loaded one is drawn at once: after a fallback React waits for up to 300 ms. One on the page stays as it was.
    const [Body] = useState(() => loaded ?? Lazy);
    return <Body {...props} />;
  }
  return Object.assign(Shown, {
    preload() {
      fetch().catch(() => undefined);
    },
  });
}

type PropsOf<Part> = Part extends (props: infer Props extends object) => unknown ? Props : object;

/** `later` with the props of the part. Not for what a route draws: its types would then depend on themselves. */
export function laterPart<Module extends object, Name extends keyof Module & string>(
  load: () => Promise<Module>,
  name: Name,
): Later<PropsOf<Module[Name]>> {
  return later(load, name);
}

/** Begins to load what will be drawn once it is known what to draw. */
export function preload(body: unknown): void {
  (body as Partial<Later<object>> | undefined)?.preload?.();
}
