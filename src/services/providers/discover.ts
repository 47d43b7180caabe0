/** What a provider says of itself (OpenID Connect Discovery 1.0 §4): where to send people, and where its keys are. */
import { z } from "zod";
import { isSafeIssuer } from "../../../protocol/rest/auth-providers.ts";
import { FetchFailure, fetchJson } from "../../lib/fetch-json.ts";
import { ServiceFailure } from "../failures.ts";

const endpoint = z
  .string()
  .max(2_000)
  .refine((text) => isSafeIssuer(text.split("?")[0] ?? ""));
const metadata = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: endpoint,
  token_endpoint: endpoint,
  jwks_uri: endpoint,
  userinfo_endpoint: endpoint.optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
});
export type ProviderMetadata = z.infer<typeof metadata>;

/** @throws ServiceFailure (`provider_unreachable`) */
export async function discover(issuer: string): Promise<ProviderMetadata> {
  const found = await fromProvider(() => fetchJson(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`));
  const parsed = metadata.safeParse(found);
  if (!parsed.success) throw unreachable("it does not describe itself as OpenID Connect asks");
  // §4.3: exactly the same, or its tokens could be another's.
  if (parsed.data.issuer !== issuer) throw unreachable(`it calls itself ${parsed.data.issuer.slice(0, 200)}`);
  return parsed.data;
}

/** Failures of the other server as failures of this request. */
export async function fromProvider<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof FetchFailure) throw unreachable(error.message);
    throw error;
  }
}

function unreachable(reason: string): ServiceFailure {
  return new ServiceFailure("conflict", `the identity provider cannot be used: ${reason}`, {
    code: "provider_unreachable",
  });
}
