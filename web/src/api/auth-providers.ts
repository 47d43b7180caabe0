/** Identity providers: the sign-in page's buttons, one's own identities, administrators' settings. */
import { queryOptions } from "@tanstack/solid-query";
import type {
  AuthProvider,
  AuthProviderPatch,
  AuthProviderRequest,
  Identity,
  OfferedProvider,
} from "../../../protocol/rest/auth-providers.ts";
import { request } from "./http-client.ts";
import { queryKeys } from "./query-keys.ts";

const itemsOf = async <Item>(path: string, signal: AbortSignal) =>
  (await request<{ items: Item[] }>(path, { signal })).items;

export const offeredProvidersQuery = () =>
  queryOptions({
    queryKey: queryKeys.offeredProviders,
    queryFn: ({ signal }) => itemsOf<OfferedProvider>("/api/auth/providers", signal),
  });

export const identitiesQuery = () =>
  queryOptions({
    queryKey: queryKeys.identities,
    queryFn: ({ signal }) => itemsOf<Identity>("/api/auth/identities", signal),
    staleTime: 0,
  });

export const authProvidersQuery = () =>
  queryOptions({
    queryKey: queryKeys.authProviders,
    queryFn: ({ signal }) => itemsOf<AuthProvider>("/api/auth-providers", signal),
    staleTime: 0,
  });

type Purpose = "sign_in" | "link" | "prove";

/** The address at the provider, from which one comes back to `next`. */
export async function startAtProvider(id: string, purpose: Purpose, next: string): Promise<string> {
  const body = { purpose, next };
  return (await request<{ url: string }>(`/api/auth/providers/${id}/start`, { method: "POST", body })).url;
}

/** Leaves this page for the provider's. */
export async function goToProvider(id: string, purpose: "sign_in" | "link", next: string): Promise<void> {
  location.assign(await startAtProvider(id, purpose, next));
}

export function unlinkIdentity(id: string): Promise<void> {
  return request(`/api/auth/identities/${id}`, { method: "DELETE" });
}

export function createAuthProvider(body: AuthProviderRequest): Promise<AuthProvider> {
  return request("/api/auth-providers", { method: "POST", body });
}

export function changeAuthProvider(id: string, body: AuthProviderPatch): Promise<AuthProvider> {
  return request(`/api/auth-providers/${id}`, { method: "PATCH", body });
}

export function removeAuthProvider(id: string): Promise<void> {
  return request(`/api/auth-providers/${id}`, { method: "DELETE" });
}
