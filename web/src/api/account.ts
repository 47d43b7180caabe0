/** Who is signed in: set-up, sign-in, sign-out, profile. */
import { queryOptions } from "@tanstack/solid-query";
import type { Me } from "../../../protocol/rest/people.ts";
import type { SetupState } from "../../../protocol/rest/setup.ts";
import { createPreference } from "../state/preference.ts";
import { ApiError, request } from "./http-client.ts";
import { queryKeys } from "./query-keys.ts";

/** Remembers that this browser was signed in; the cookie itself is out of a page's reach. */
const signedInHint = createPreference<"yes" | "">("signed-in", ["yes", ""], "");

/** null: nobody is signed in. */
export const meQuery = () => queryOptions({ queryKey: queryKeys.me, queryFn: ({ signal }) => fetchMe(signal) });

export function forgetSignedIn(): void {
  signedInHint.set("");
}

async function fetchMe(signal: AbortSignal): Promise<Me | null> {
  // A newcomer's browser reports the 401 of `/api/me` as a failure; this asks in a way that is answered either way.
  if (!signedInHint.value() && (await request("/api/auth/get-session", { signal })) === null) return null;
  try {
    const me = await request<Me>("/api/me", { signal, expectsUnauthenticated: true });
    signedInHint.set("yes");
    return me;
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    signedInHint.set("");
    return null;
  }
}

export const setupQuery = () =>
  queryOptions({
    queryKey: queryKeys.setup,
    queryFn: ({ signal }) => request<SetupState>("/api/setup", { signal }),
  });

export type SignUp = { name: string; email: string; password: string; setup_code?: string; invite_token?: string };

export function signUp(body: SignUp): Promise<unknown> {
  return request("/api/auth/sign-up/email", { method: "POST", body, expectsUnauthenticated: true });
}

export function signOut(): Promise<unknown> {
  return request("/api/auth/sign-out", { method: "POST", body: {}, expectsUnauthenticated: true });
}

export function updateName(name: string): Promise<unknown> {
  return request("/api/auth/update-user", { method: "POST", body: { name } });
}

export function changePassword(body: { currentPassword: string; newPassword: string }): Promise<unknown> {
  return request("/api/auth/change-password", {
    method: "POST",
    body: { ...body, revokeOtherSessions: true },
    expectsUnauthenticated: true,
  });
}
