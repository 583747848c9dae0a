/** A component whose file is loaded when it is first drawn, or shortly before. */
import { type ComponentType, lazy } from "react";

export type Later<Props extends object> = ComponentType<Props> & { preload: () => void };

export function later<Module extends object, Props extends object>(
  load: () => Promise<Module>,
  name: keyof Module & string,
): Later<Props> {
  const Shown = lazy(async () => ({ default: (await load())[name] as ComponentType<object> }));
  return Object.assign((props: Props) => <Shown {...props} />, {
    preload() {
      load().catch(() => undefined);
    },
  });
}

/** Begins to load what will be drawn once it is known what to draw. */
export function preload(body: unknown): void {
  (body as Partial<Later<object>> | undefined)?.preload?.();
}
