/** Invitations: the way to every account but the first. */
import { queryOptions } from "@tanstack/solid-query";
import type { Invite, InviteCreated, InviteRequest, OpenInvite } from "../../../protocol/rest/invites.ts";
import { request } from "./http-client.ts";
import { fetchAll } from "./page.ts";
import { queryKeys } from "./query-keys.ts";

export const invitesQuery = () =>
  queryOptions({
    queryKey: queryKeys.invites,
    queryFn: ({ signal }) => fetchAll<Invite>("/api/invites", { signal }),
  });

export function createInvite(body: InviteRequest): Promise<InviteCreated> {
  return request("/api/invites", { method: "POST", body });
}

/** A new link in place of the old one. */
export function resendInvite(id: string): Promise<InviteCreated> {
  return request(`/api/invites/${id}/resend`, { method: "POST" });
}

export function revokeInvite(id: string): Promise<void> {
  return request(`/api/invites/${id}`, { method: "DELETE" });
}

/** Public: whoever has the link. */
export const openInviteQuery = (token: string) =>
  queryOptions({
    queryKey: ["open-invite", token],
    queryFn: ({ signal }) => request<OpenInvite>(`/api/invites/by-token/${encodeURIComponent(token)}`, { signal }),
    retry: false,
  });
