/** REST shapes of identity providers (OpenID Connect): administrators' settings, the sign-in page's buttons, one's own identities. */
import { z } from "zod";
import { MAX_NAME_LENGTH } from "../limits.ts";
import { id, time } from "./shapes.ts";

const label = z.string().trim().min(1, "a label is needed").max(MAX_NAME_LENGTH);
const domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "a domain looks like example.com");

/** Loopback may be plain: a provider on the same machine, as in tests. */
export function isSafeIssuer(text: string): boolean {
  const url = URL.parse(text);
  if (!url || url.username || url.password || url.search || url.hash) return false;
  const isLoopback = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback);
}

export const authProvider = z.object({
  id,
  label: z.string(),
  issuer: z.string(),
  client_id: z.string(),
  /** Only people with addresses there; none named: anybody. */
  email_domains: z.array(z.string()),
  /** Makes accounts for whoever comes; otherwise an account or an invitation is needed. */
  create_users: z.boolean(),
  /** It asks for a second factor itself. */
  trusted_for_two_factor: z.boolean(),
  created_at: time,
});
export type AuthProvider = z.infer<typeof authProvider>;

const changeable = {
  label,
  client_id: z.string().trim().min(1).max(500),
  email_domains: z.array(domain).max(50),
  create_users: z.boolean(),
  trusted_for_two_factor: z.boolean(),
};
const clientSecret = z.string().min(1).max(2_000);

export const authProviderRequest = z.object({
  ...changeable,
  issuer: z.string().trim().max(500).refine(isSafeIssuer, "an issuer is an https:// address without query"),
  client_secret: clientSecret,
  email_domains: changeable.email_domains.default([]),
  create_users: changeable.create_users.default(false),
  trusted_for_two_factor: changeable.trusted_for_two_factor.default(false),
});
export type AuthProviderRequest = z.input<typeof authProviderRequest>;

/** The issuer stays: identities hang on it. A secret that is left out stays, too. */
export const authProviderPatch = z.object({ ...changeable, client_secret: clientSecret }).partial();
export type AuthProviderPatch = z.input<typeof authProviderPatch>;

/** What the sign-in page shows to everybody. */
export const offeredProvider = z.object({ id, label: z.string() });
export type OfferedProvider = z.infer<typeof offeredProvider>;

/** sign_in: in. link: to the account that is signed in. prove: the same identity again, for what asks who one is. */
export const providerPurpose = z.enum(["sign_in", "link", "prove"]);
export const providerStart = z.object({
  purpose: providerPurpose.default("sign_in"),
  /** A path of this server to come back to. */
  next: z.string().max(2_000).default("/"),
});
export const providerStarted = z.object({ url: z.string() });

export const identity = z.object({
  id,
  provider: z.object({ id, label: z.string() }),
  email: z.string(),
  created_at: time,
  last_used_at: time.nullable(),
});
export type Identity = z.infer<typeof identity>;
