/** This server as passkeys know it: keys belong to the name that people reach it by, and to no other. */
import { isIP } from "node:net";
import { ServiceFailure } from "../failures.ts";

export type RelyingParty = { id: string; origin: string };

/** @throws ServiceFailure (`no_passkeys_here`) where browsers have none: addresses in place of names */
export function relyingPartyOf(origin: string): RelyingParty {
  const { hostname } = new URL(origin);
  if (isIP(hostname.replace(/^\[|\]$/g, "")) === 0) return { id: hostname, origin };
  throw new ServiceFailure("conflict", "passkeys need a name in place of an address: open the server by its name", {
    code: "no_passkeys_here",
  });
}
