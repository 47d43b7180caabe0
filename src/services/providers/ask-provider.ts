/** The code for an ID token, and what it says of the person: verified, or not at all. */
import { z } from "zod";
import type { AuthProviderRow } from "../../db/schema/auth-providers.ts";
import { fetchJson } from "../../lib/fetch-json.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { discover, fromProvider, type ProviderMetadata } from "./discover.ts";
import { callbackOf } from "./start-provider.ts";
import { verifyIdToken } from "./verify-id-token.ts";

const tokens = z.looseObject({ id_token: z.string(), access_token: z.string() });
const person = z.looseObject({
  sub: z.string().min(1).max(255),
  email: z.email().max(254).toLowerCase().optional(),
  // Some say it as a word.
  email_verified: z.union([z.boolean(), z.literal("true"), z.literal("false")]).optional(),
  name: z.string().max(500).optional(),
  auth_time: z.number().optional(),
});

export type ProvenIdentity = { subject: string; email: string | null; name: string; provenAt: Date | null };

export type Exchange = { provider: AuthProviderRow; code: string; verifier: string; nonce: string; origin: string };

export async function askProvider(context: ServiceContext, exchange: Exchange): Promise<ProvenIdentity> {
  const { provider, nonce } = exchange;
  const metadata = await discover(provider.issuer);
  const { id_token, access_token } = await exchangeCode(context, metadata, exchange);
  const verified = await verifyIdToken(id_token, { metadata, clientId: provider.clientId, nonce });
  const claims = person.parse(joinClaims(await userInfo(metadata, access_token, verified.sub), verified));
  const isVerified = claims.email_verified === true || claims.email_verified === "true";
  return {
    subject: claims.sub,
    email: (isVerified && claims.email) || null,
    name: claims.name?.trim().slice(0, 200) || claims.email || "Somebody",
    provenAt: claims.auth_time === undefined ? null : new Date(claims.auth_time * 1_000),
  };
}

/**
 * The ID token's word counts before the other answer's. Whether an address was verified is taken from where the address is from:
 * the two may name different ones.
 */
export function joinClaims(userInfo: Record<string, unknown>, idToken: Record<string, unknown>): object {
  if (idToken.email === undefined || idToken.email === userInfo.email) return { ...userInfo, ...idToken };
  const { email_verified: _, ...rest } = userInfo;
  return { ...rest, ...idToken };
}

async function exchangeCode(context: ServiceContext, metadata: ProviderMetadata, exchange: Exchange) {
  const { provider, code, verifier, origin } = exchange;
  const secret = context.keys.unseal(`secret of provider ${provider.id}`, provider.sealedSecret);
  if (secret === null) throw new ServiceFailure("conflict", "the provider's secret cannot be read: save it again");
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    code,
    redirect_uri: callbackOf(origin),
    code_verifier: verifier,
  });
  const headers: Record<string, string> = { accept: "application/json" };
  const methods = metadata.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
  if (methods.includes("client_secret_basic")) {
    // RFC 6749 §2.3.1: each half is form-encoded before it is joined.
    const halves = [provider.clientId, secret].map((half) => encodeURIComponent(half).replaceAll("%20", "+"));
    headers.authorization = `Basic ${Buffer.from(halves.join(":")).toString("base64")}`;
  } else {
    body.set("client_id", provider.clientId);
    body.set("client_secret", secret);
  }
  const answer = await fromProvider(() => fetchJson(metadata.token_endpoint, { method: "POST", headers, body }));
  const parsed = tokens.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new ServiceFailure("forbidden", "the identity provider gave no ID token", { code: "invalid_id_token" });
}

/** Many leave the address out of the ID token. Of another person it is not taken (OpenID Connect Core 1.0 §5.3.2). */
async function userInfo(
  metadata: ProviderMetadata,
  accessToken: string,
  subject: string,
): Promise<Record<string, unknown>> {
  const { userinfo_endpoint } = metadata;
  if (!userinfo_endpoint) return {};
  const headers = { authorization: `Bearer ${accessToken}`, accept: "application/json" };
  const answer = await fromProvider(() => fetchJson(userinfo_endpoint, { headers }));
  const parsed = person.safeParse(answer);
  return parsed.success && parsed.data.sub === subject ? parsed.data : {};
}
