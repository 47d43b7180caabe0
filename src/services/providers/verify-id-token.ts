/** An ID token is believed only when everything about it is right (OpenID Connect Core 1.0 §3.1.3.7). */
import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from "jose";
import { fetchJson } from "../../lib/fetch-json.ts";
import { ServiceFailure } from "../failures.ts";
import { fromProvider, type ProviderMetadata } from "./discover.ts";

/** Signed with a private key: whoever knows the client's secret cannot make one, and "none" is no algorithm. */
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];
const CLOCK_TOLERANCE_S = 60;

export type Expected = { metadata: ProviderMetadata; clientId: string; nonce: string };

/** @throws ServiceFailure (`invalid_id_token`) */
export async function verifyIdToken(idToken: string, expected: Expected): Promise<JWTPayload & { sub: string }> {
  const { metadata, clientId, nonce } = expected;
  const keys = (await fromProvider(() => fetchJson(metadata.jwks_uri))) as JSONWebKeySet;
  const payload = await claimsOf(idToken, keys, { issuer: metadata.issuer, clientId });
  if (payload.nonce !== nonce) throw refused("its nonce is not the one that was sent");
  if (Array.isArray(payload.aud) && payload.aud.length > 1 && payload.azp !== clientId) {
    throw refused("it was made for another client");
  }
  if (!payload.sub) throw refused("it names nobody");
  return { ...payload, sub: payload.sub };
}

async function claimsOf(
  idToken: string,
  keys: JSONWebKeySet,
  { issuer, clientId }: { issuer: string; clientId: string },
) {
  try {
    const { payload } = await jwtVerify(idToken, createLocalJWKSet(keys), {
      issuer,
      audience: clientId,
      algorithms: ALGORITHMS,
      requiredClaims: ["exp", "iat", "sub"],
      clockTolerance: CLOCK_TOLERANCE_S,
    });
    return payload;
  } catch (error) {
    throw refused(error instanceof Error ? error.message : String(error));
  }
}

function refused(reason: string): ServiceFailure {
  return new ServiceFailure("forbidden", `the identity provider's token was refused: ${reason}`, {
    code: "invalid_id_token",
  });
}
