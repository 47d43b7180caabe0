/** Enrollment tokens: what lets a new machine in. */
import { queryOptions } from "@tanstack/solid-query";
import type { z } from "zod";
import type {
  EnrolledMachine,
  EnrollmentToken,
  EnrollmentTokenCreated,
  enrollmentTokenPatch,
} from "../../../protocol/rest/people.ts";
import { request } from "./http-client.ts";
import { fetchAll } from "./page.ts";
import { queryKeys } from "./query-keys.ts";

export const enrollmentTokensQuery = () =>
  queryOptions({
    queryKey: queryKeys.enrollmentTokens,
    queryFn: ({ signal }) => fetchAll<EnrollmentToken>("/api/enrollment-tokens", { signal }),
  });

/** The newest first. */
export const tokenMachinesQuery = (tokenId: string) =>
  queryOptions({
    queryKey: queryKeys.tokenMachines(tokenId),
    queryFn: ({ signal }) => fetchAll<EnrolledMachine>(`/api/enrollment-tokens/${tokenId}/machines`, { signal }),
  });

export type TokenChange = z.infer<typeof enrollmentTokenPatch>;

export function changeEnrollmentToken(id: string, body: TokenChange): Promise<EnrollmentToken> {
  return request<EnrollmentToken>(`/api/enrollment-tokens/${id}`, { method: "PATCH", body });
}

export type NewEnrollmentToken = { label: string; expires_at?: string; max_uses?: number; group_id?: string | null };

export function createEnrollmentToken(body: NewEnrollmentToken): Promise<EnrollmentTokenCreated> {
  return request<EnrollmentTokenCreated>("/api/enrollment-tokens", { method: "POST", body });
}

/** Another text for the token; the one before works no more. */
export function renewEnrollmentToken(id: string, expires_at: string): Promise<EnrollmentTokenCreated> {
  return request<EnrollmentTokenCreated>(`/api/enrollment-tokens/${id}/renew`, {
    method: "POST",
    body: { expires_at },
  });
}

export function revokeEnrollmentToken(id: string): Promise<void> {
  return request<void>(`/api/enrollment-tokens/${id}`, { method: "DELETE" });
}
