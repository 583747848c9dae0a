/** Signing in again in place: the page behind keeps what was typed, and the call that failed goes on afterwards. */
import { Button, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { signOut } from "@/api/session";
import { Dialog } from "@/components/Dialog";
import { SignIn } from "./SignIn";
import "./texts";

const stay = () => undefined;

export default function SignInAgain({ email }: { email: string }) {
  const { t } = useTranslation("auth");
  return (
    <Dialog
      onClose={stay}
      title={t("againTitle")}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      zIndex={1000}
    >
      <Text size="sm" mb="md">
        {t("againLead")}
      </Text>
      <SignIn submit={t("againSubmit")} email={email} inPlace />
      <Button variant="subtle" color="gray" fullWidth mt="xs" onClick={() => void signOut()}>
        {t("leave")}
      </Button>
    </Dialog>
  );
}
