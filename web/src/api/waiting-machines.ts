/** Machines that wait for an administrator to accept them. */
import { queryOptions } from "@tanstack/solid-query";
import { MAX_PAGE_SIZE } from "../../../protocol/limits.ts";
import type { Machine } from "../../../protocol/rest/people.ts";
import type { WaitingMachines } from "../../../protocol/rest/waiting-machines.ts";
import { request } from "./http-client.ts";
import { queryKeys } from "./query-keys.ts";

/** The first of them: whoever has more than a page of strangers rejects by the page. */
export const waitingMachinesQuery = () =>
  queryOptions({
    queryKey: queryKeys.waitingMachines,
    queryFn: ({ signal }) => request<WaitingMachines>(`/api/waiting-machines?limit=${MAX_PAGE_SIZE}`, { signal }),
  });

export type Acceptance = { id: string; name?: string; group_id?: string | null };

export function acceptMachine({ id, ...as }: Acceptance): Promise<Machine> {
  return request<Machine>(`/api/waiting-machines/${id}/accept`, { method: "POST", body: as });
}

export function rejectMachine(id: string): Promise<void> {
  return request<void>(`/api/waiting-machines/${id}`, { method: "DELETE" });
}
