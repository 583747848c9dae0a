/** Reason for a refused sign-in, above the fields. The error of a field is shown at the field alone. */
import type { Fields, Values } from "@/kit/form/useFields";
import classes from "./SignInForm.module.css";

export function Refusal<V extends Values>({ of: { failure, errors } }: { of: Fields<V> }) {
  const message = Object.keys(errors).length === 0 && failure;
  return (
    <div role="alert" aria-live="assertive">
      {message && <p className={classes.failure}>{message.text}</p>}
    </div>
  );
}
