// An identity provider for journeys: `oidc-provider` as a process of its own, on this machine alone. Anybody signs in
// there with any password; the name they enter is their address.
import { fork } from "node:child_process";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";

const FILE = fileURLToPath(import.meta.url);

/** Starts a provider that returns to the portal at `base`. */
export async function startProvider(base) {
  const child = fork(FILE, [base], { stdio: "ignore" });
  const issuer = await new Promise((started, failed) => {
    child.once("message", started);
    child.once("exit", (code) => failed(new Error(`the provider ended with ${code}`)));
  });
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  const stop = async () => {
    if (ended()) return;
    const stopped = new Promise((done) => child.once("exit", done));
    child.kill();
    await stopped;
  };
  return { issuer, stop };
}

async function serve(base) {
  const { default: Provider } = await import("oidc-provider");
  const server = createServer();
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "portico",
        token_endpoint_auth_method: "none",
        redirect_uris: [`${base}/sign-in/company`],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "locale"] },
    cookies: { keys: ["of a journey"] },
    pkce: { required: () => true },
    async findAccount(_, address) {
      const [mailbox] = address.split("@");
      const name = mailbox.replaceAll(".", " ").replace(/\b\p{L}/gu, (letter) => letter.toUpperCase());
      const verified = !mailbox.startsWith("unverified");
      return {
        accountId: address,
        claims: () => ({ sub: address, email: address, email_verified: verified, name, locale: "en" }),
      };
    },
  });
  server.on("request", provider.callback());
  process.send(issuer);
}

if (process.argv[1] === FILE) await serve(process.argv[2]);
