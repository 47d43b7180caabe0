/** A real OpenID Connect provider on loopback, with people who come in by naming themselves; what it says can be spoiled. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

export const CLIENT = { id: "remotelink", secret: "a secret that only the two of them know" };

export type IdentityProvider = {
  issuer: string;
  /** What the next ID tokens become on their way. */
  spoil(change: ((idToken: string) => string) | null): void;
  /** The nonce that the next ID tokens bear in place of the one that was sent. */
  spoilNonce(nonce: string | null): void;
  verifiesEmail: boolean;
  stop(): Promise<void>;
};

/** @param redirectUri of the server that people come back to */
export async function startIdentityProvider(redirectUri: string): Promise<IdentityProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  let change: ((idToken: string) => string) | null = null;
  let nonce: string | null = null;

  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirectUri],
        grant_types: ["authorization_code"],
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    cookies: { keys: ["a key for these tests"] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
    findAccount: (_, accountId) => ({
      accountId,
      claims: () => ({
        sub: accountId,
        email: `${accountId}@example.com`,
        email_verified: self.verifiesEmail,
        name: `${accountId} of the provider`,
      }),
    }),
    // Nobody is asked whether they agree.
    async loadExistingGrant(ctx) {
      const { client, session } = ctx.oidc;
      const grant = new ctx.oidc.provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  provider.use(async (ctx, next) => {
    if (nonce !== null && ctx.path === "/auth" && ctx.query.nonce) ctx.query = { ...ctx.query, nonce };
    await next();
    if (ctx.path === "/token" && change && typeof ctx.body === "object" && ctx.body && "id_token" in ctx.body) {
      ctx.body = { ...ctx.body, id_token: change(String(ctx.body.id_token)) };
    }
  });
  server.on("request", provider.callback());

  const self: IdentityProvider = {
    issuer,
    spoil: (how) => {
      change = how;
    },
    spoilNonce: (other) => {
      nonce = other;
    },
    verifiesEmail: true,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return self;
}

/** Goes through the provider's pages as a browser would, as somebody; the answer is the address that it leads back to. */
export async function passProvider(url: string, login: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let request = new Request(url);
  const { origin } = new URL(url);
  for (let steps = 0; steps < 12; steps++) {
    const headers = new Headers(request.headers);
    headers.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const answer = await fetch(new Request(request, { headers, redirect: "manual" }));
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value) cookies.set(name, value);
      else cookies.delete(name);
    }
    const location = answer.headers.get("location");
    if (location) {
      const next = new URL(location, request.url);
      if (next.origin !== origin) return next;
      request = new Request(next);
      continue;
    }
    const page = await answer.text();
    const action = /action="([^"]+)"/.exec(page)?.[1];
    if (!action) throw new Error(`the provider shows no form (${answer.status}): ${page.slice(0, 300)}`);
    const body = new URLSearchParams({ prompt: "login", login, password: "any" });
    request = new Request(new URL(action, request.url), { method: "POST", body });
  }
  throw new Error("the provider leads in a circle");
}
