/** "Help someone now": the technician's own links, and the page that one leads to. */
import { queryOptions } from "@tanstack/solid-query";
import type { SessionTicket } from "../../../protocol/rest/people.ts";
import type { HelpInvitation, SupportLink, SupportLinkCreated } from "../../../protocol/rest/support.ts";
import { request } from "./http-client.ts";
import { applyToSupportLinks } from "./live/apply-event.ts";
import { fetchLive } from "./live/recorded-events.ts";
import { queryKeys } from "./query-keys.ts";

export const supportLinksQuery = () =>
  queryOptions({
    queryKey: queryKeys.supportLinks,
    queryFn: ({ signal }) =>
      fetchLive(
        async () => (await request<{ items: SupportLink[] }>("/api/support-links", { signal })).items,
        applyToSupportLinks,
      ),
  });

export function createSupportLink(label: string): Promise<SupportLinkCreated> {
  return request("/api/support-links", { method: "POST", body: { label } });
}

export function cancelSupportLink(id: string): Promise<void> {
  return request(`/api/support-links/${id}`, { method: "DELETE" });
}

/** Of a link whose person has started the agent. */
export function startSupportSession(id: string): Promise<SessionTicket> {
  return request(`/api/support-links/${id}/session`, { method: "POST", body: {} });
}

const HELP_POLL_MS = 3_000;

/** Public: whoever has the link. Asked again until the agent runs. */
export const helpQuery = (token: string) =>
  queryOptions({
    queryKey: ["help", token],
    queryFn: ({ signal }) =>
      request<HelpInvitation>(`/api/help/${encodeURIComponent(token)}`, { signal, expectsUnauthenticated: true }),
    refetchInterval: ({ state }) => (state.data?.state === "open" ? HELP_POLL_MS : false),
    retry: false,
  });
