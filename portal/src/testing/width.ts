/** A window whose width a test changes, as far as media queries of a largest width tell of it. */
import { act } from "@testing-library/react";
import { vi } from "vitest";

const EM = 16;

type Listener = (event: { matches: boolean }) => void;

/** Puts a window of `first` pixels in the place of jsdom's, and gives what changes its width. */
export function windowOf(first: number): (width: number) => void {
  let width = first;
  const listeners = new Map<Listener, number>();
  vi.spyOn(window, "matchMedia").mockImplementation((media) => {
    const most = Number(/max-width: ([\d.]+)em/.exec(media)?.[1] ?? 0) * EM;
    return {
      media,
      get matches() {
        return width <= most;
      },
      addEventListener: (_: string, listener: Listener) => listeners.set(listener, most),
      removeEventListener: (_: string, listener: Listener) => listeners.delete(listener),
    } as never;
  });
  return (next) =>
    act(() => {
      width = next;
      for (const [listener, most] of [...listeners]) listener({ matches: next <= most });
    });
}
