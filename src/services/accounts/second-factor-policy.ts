/** Of whom the server requires a second factor. Who has none may only set one up. */
import type { ServiceContext } from "../context.ts";

export function isSecondFactorRequired(
  { serverSettings }: Pick<ServiceContext, "serverSettings">,
  role: "admin" | "user",
): boolean {
  const { two_factor_required } = serverSettings.current();
  return two_factor_required === "everyone" || (two_factor_required === "admins" && role === "admin");
}

/** @param hasOne they have one, or came by a provider that is trusted to ask for it */
export function mustSetUp(
  context: Pick<ServiceContext, "serverSettings">,
  role: "admin" | "user",
  hasOne: boolean,
): boolean {
  return !hasOne && isSecondFactorRequired(context, role);
}
