/** Boundary that confines a failure of drawing: the rest of the page goes on. */
import { Component, type ReactNode } from "react";

/** Messages of browsers about a file of the portal that is missing, because a newer version was deployed. */
const GONE =
  /dynamically imported module|importing a module script failed|unable to preload css|error loading chunk/i;

export function isGone(error: unknown): boolean {
  return GONE.test(String(error));
}

interface Props {
  children: ReactNode;
  /** Content in place of the part that failed. */
  instead: ReactNode | ((error: unknown) => ReactNode);
}

export class Boundary extends Component<Props, { failure: { error: unknown } | null }> {
  override state = { failure: null as { error: unknown } | null };

  static getDerivedStateFromError(error: unknown) {
    return { failure: { error } };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    const { children, instead } = this.props;
    if (!failure) return children;
    return typeof instead === "function" ? instead(failure.error) : instead;
  }
}
