/** Frame of any form: it turns the browser's own checks off and sends on Enter or by a button of its own. */
import type { FormEvent, ReactNode } from "react";
import type { Fields, Values } from "./useFields";

interface Props<V extends Values> {
  of: Fields<V>;
  className?: string | undefined;
  children: ReactNode;
}

export function PlainForm<V extends Values>({ of, className, children, ...data }: Props<V>) {
  function onSubmit(event: FormEvent) {
    event.preventDefault();
    // For React, a form in a dialog is inside the form of the page.
    event.stopPropagation();
    void of.submit();
  }
  return (
    <form ref={of.element} noValidate className={className} onSubmit={onSubmit} {...data}>
      {children}
    </form>
  );
}
