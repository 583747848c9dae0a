/**
 * Ways to sign in: by password, or by a code that is sent by mail; and the second step of a person who has one. What
 * few need is loaded when it is asked for.
 */
import { lazy, Suspense, useState } from "react";
import { SignInForm } from "./SignInForm";

const ByCode = lazy(() => import("./ByCode"));
const SecondStep = lazy(() => import("./SecondStep"));

interface Props {
  submit: string;
  email?: string;
  /** Whether a page waits behind the form, which a link must not leave. */
  inPlace?: boolean;
}

export function SignIn({ submit, email: known = "", inPlace = false }: Props) {
  const [email, setEmail] = useState(known);
  const [byCode, setByCode] = useState(false);
  const [challenge, setChallenge] = useState<string | null>(null);
  if (challenge)
    return (
      <Suspense fallback={null}>
        <SecondStep challenge={challenge} submit={submit} onBack={() => setChallenge(null)} />
      </Suspense>
    );
  if (byCode)
    return (
      <Suspense fallback={null}>
        <ByCode email={email} submit={submit} onChallenge={setChallenge} onBack={() => setByCode(false)} />
      </Suspense>
    );
  return (
    <SignInForm
      submit={submit}
      email={email}
      inPlace={inPlace}
      onChallenge={setChallenge}
      onCode={(typed) => {
        setEmail(typed);
        setByCode(true);
      }}
    />
  );
}
