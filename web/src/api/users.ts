/** Everybody with an account, as administrators manage them. */
import { queryOptions } from "@tanstack/solid-query";
import type { z } from "zod";
import type { OpenPasswordReset, PasswordReset, User, userPatch } from "../../../protocol/rest/users.ts";
import { request } from "./http-client.ts";
import { fetchAll } from "./page.ts";
import { queryKeys } from "./query-keys.ts";

export type UserChange = z.infer<typeof userPatch>;

export const usersQuery = () =>
  queryOptions({
    queryKey: queryKeys.users,
    queryFn: ({ signal }) => fetchAll<User>("/api/users", { signal }),
  });

/** 409 `last_administrator` where nobody else could let anybody in any more. */
export function updateUser(id: string, change: UserChange): Promise<User> {
  return request(`/api/users/${id}`, { method: "PATCH", body: change });
}

export function removeUser(id: string): Promise<void> {
  return request(`/api/users/${id}`, { method: "DELETE" });
}

/** By who just proved who they are: see `withRecentProof`. 409 `no_second_factor`. */
export function removeSecondFactor(id: string): Promise<void> {
  return request(`/api/users/${id}/second-factor`, { method: "DELETE" });
}

/** By who just proved who they are: see `withRecentProof`. Where the server mails it, the answer comes when the mail server has answered. */
export function makePasswordReset(id: string): Promise<PasswordReset> {
  return request(`/api/users/${id}/password-reset`, { method: "POST" });
}

export function requestPasswordReset(email: string): Promise<unknown> {
  return request("/api/auth/request-password-reset", { method: "POST", body: { email } });
}

/** Public: whoever has the link. */
export const passwordResetQuery = (token: string) =>
  queryOptions({
    queryKey: ["password-reset", token],
    queryFn: ({ signal }) =>
      request<OpenPasswordReset>(`/api/password-resets/by-token/${encodeURIComponent(token)}`, { signal }),
    retry: false,
  });

export function resetPassword(body: { token: string; newPassword: string }): Promise<unknown> {
  return request("/api/auth/reset-password", { method: "POST", body });
}
