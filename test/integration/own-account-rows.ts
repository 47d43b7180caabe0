/** Rows of the table of who is answered what (authorization-rows.ts): what people prove who they are by. */
import { apiKeys } from "../../src/db/schema/api-keys.ts";
import { authIdentities } from "../../src/db/schema/auth-identities.ts";
import { authProviders } from "../../src/db/schema/auth-providers.ts";
import { authSessions } from "../../src/db/schema/auth-sessions.ts";
import { passkeys } from "../../src/db/schema/passkeys.ts";
import {
  ADMINISTRATORS,
  administrators,
  id,
  PUBLIC,
  type Row,
  SIGNED_IN,
  type TargetOf,
  withBody,
} from "./authorization-row.ts";
import { insertUser } from "./people-rows.ts";

/** Ways to prove who one is: everybody has their own, and nobody another's. What is asked about is there, and somebody else's. */
const OTHERS_BY_ID = "401 401 401 404 404 404 404 404";
const othersSignIn: TargetOf = async ({ server }) => {
  const userId = await insertUser(server);
  const at = new Date();
  const values = { userId, token: userId, expiresAt: new Date(at.getTime() + 3_600_000), updatedAt: at };
  const [row] = await server.services.db.insert(authSessions).values(values).returning();
  return id(row?.id ?? "");
};
const othersKey: TargetOf = async ({ server }) => {
  const userId = await insertUser(server);
  const values = { userId, name: "backup", tokenHash: userId, beginning: "rlk_", isReadOnly: false };
  const [row] = await server.services.db
    .insert(apiKeys)
    .values({ ...values, hasSecondFactor: false })
    .returning();
  return id(row?.id ?? "");
};
const othersPasskey: TargetOf = async ({ server }) => {
  const userId = await insertUser(server);
  const values = { userId, name: "Phone", credentialId: userId, publicKey: "", counter: 0 };
  const [row] = await server.services.db
    .insert(passkeys)
    .values({ ...values, transports: [], isBackedUp: false })
    .returning();
  return id(row?.id ?? "");
};
/** Nothing listens at port 9. */
const aProvider: TargetOf = async ({ server }) => {
  const issuer = `http://127.0.0.1:9/${Bun.randomUUIDv7()}`;
  const values = { issuer, label: "Company", clientId: "x", sealedSecret: "", emailDomains: [] };
  const [row] = await server.services.db
    .insert(authProviders)
    .values({ ...values, createsUsers: false, isTrustedForTwoFactor: false })
    .returning();
  return id(row?.id ?? "");
};
const othersIdentity: TargetOf = async (world, caller) => {
  const { parameters } = await aProvider(world, caller);
  const userId = await insertUser(world.server);
  const values = { userId, providerId: parameters?.id ?? "", subject: userId, email: "" };
  const [row] = await world.server.services.db.insert(authIdentities).values(values).returning();
  return id(row?.id ?? "");
};
const aCode = () => ({ body: { code: "000000" } });
/** Begun by nobody here; what verifies it says so. */
const NO_PASSKEY = { id: "none", rawId: "none", type: "public-key", response: { clientDataJSON: "none" } };
export const OF_ONESELF: readonly Row[] = [
  {
    route: "POST /api/auth/sign-in/second-factor",
    answers: "401 401 401 401 401 401 401 401",
    target: aCode,
  },
  {
    route: "POST /api/auth/sign-in/passkey",
    // At 127.0.0.1 there are none.
    answers: "409 409 409 409 409 409 409 409",
    target: () => ({ body: { response: NO_PASSKEY } }),
  },
  { route: "POST /api/auth/passkey-challenge", answers: "409 409 409 409 409 409 409 409" },
  { route: "GET /api/auth/second-factors", answers: SIGNED_IN },
  { route: "POST /api/auth/authenticator", answers: SIGNED_IN },
  { route: "POST /api/auth/authenticator/confirm", answers: "401 401 401 400 400 400 400 400", target: aCode },
  { route: "POST /api/auth/authenticator/turn-off", answers: "401 401 401 400 400 400 400 400", target: aCode },
  { route: "POST /api/auth/recovery-codes", answers: "401 401 401 409 409 409 409 409" },
  { route: "POST /api/auth/prove", answers: "401 401 401 400 400 400 400 400", target: aCode },
  {
    route: "POST /api/auth/prove/passkey",
    answers: "401 401 401 409 409 409 409 409",
    target: () => ({ body: { response: NO_PASSKEY } }),
  },
  { route: "POST /api/auth/passkeys/options", answers: "401 401 401 409 409 409 409 409" },
  {
    route: "POST /api/auth/passkeys",
    answers: "401 401 401 409 409 409 409 409",
    target: () => ({ body: { name: "Phone", response: NO_PASSKEY } }),
  },
  {
    route: "PATCH /api/auth/passkeys/{id}",
    answers: OTHERS_BY_ID,
    target: withBody(othersPasskey, { name: "Phone" }),
  },
  { route: "DELETE /api/auth/passkeys/{id}", answers: OTHERS_BY_ID, target: othersPasskey },
  // Nobody here has one.
  {
    route: "DELETE /api/users/{id}/second-factor",
    answers: "401 401 401 403 403 403 403 409",
    target: ({ people }) => id(people.member.id),
  },
  { route: "GET /api/auth/providers", answers: PUBLIC },
  {
    route: "POST /api/auth/providers/{id}/start",
    answers: "404 404 404 404 404 404 404 404",
    target: () => ({ body: {} }),
  },
  // Back to a page, with what went wrong.
  { route: "GET /api/auth/callback", answers: "302 302 302 302 302 302 302 302" },
  { route: "GET /api/auth/identities", answers: SIGNED_IN },
  { route: "DELETE /api/auth/identities/{id}", answers: OTHERS_BY_ID, target: othersIdentity },
  { route: "GET /api/auth-providers", answers: ADMINISTRATORS },
  {
    route: "POST /api/auth-providers",
    // Nothing listens there.
    answers: "401 401 401 403 403 403 403 409",
    target: () => ({ body: { label: "x", issuer: "http://127.0.0.1:9", client_id: "x", client_secret: "x" } }),
  },
  {
    route: "PATCH /api/auth-providers/{id}",
    answers: ADMINISTRATORS,
    target: withBody(aProvider, { label: "x" }),
  },
  { route: "DELETE /api/auth-providers/{id}", answers: administrators(204), target: aProvider },
  { route: "GET /api/sign-ins", answers: SIGNED_IN },
  { route: "DELETE /api/sign-ins/{id}", answers: OTHERS_BY_ID, target: othersSignIn },
  { route: "DELETE /api/sign-ins", answers: "401 401 401 204 204 204 204 204" },
  { route: "GET /api/api-keys", answers: SIGNED_IN },
  {
    route: "POST /api/api-keys",
    answers: "401 401 401 201 201 201 201 201",
    target: () => ({ body: { name: "backup" } }),
  },
  { route: "DELETE /api/api-keys/{id}", answers: OTHERS_BY_ID, target: othersKey },
];
