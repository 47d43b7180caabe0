/** Machines: the whole list is cached (it is filtered, sorted and searched in the browser) and kept live by events. */
import { type QueryClient, queryOptions } from "@tanstack/solid-query";
import type { z } from "zod";
import type { Machine, machinePatch, SessionTicket, WakeSent } from "../../../protocol/rest/people.ts";
import { ApiError, request } from "./http-client.ts";
import { applyToMachines } from "./live/apply-event.ts";
import { fetchLive } from "./live/recorded-events.ts";
import { queryKeys } from "./query-keys.ts";

export type MachineChange = z.infer<typeof machinePatch>;

export const machinesQuery = () =>
  queryOptions({
    queryKey: queryKeys.machines,
    queryFn: ({ signal }) =>
      fetchLive(async () => {
        const { items } = await request<{ items: Machine[] }>("/api/machines/all", { signal });
        return items;
      }, applyToMachines),
  });

/** One machine with its inventory, which the list goes without. */
export const machineQuery = (id: string) =>
  queryOptions({
    queryKey: queryKeys.machine(id),
    queryFn: ({ signal }) => request<Machine>(`/api/machines/${id}`, { signal }),
  });

/** The version of the agents that this server hands out; null where it has none. */
export const latestAgentQuery = () =>
  queryOptions({
    queryKey: queryKeys.latestAgent,
    queryFn: async ({ signal }) => {
      try {
        return (await request<{ version?: string }>("/downloads/manifest.json", { signal })).version ?? null;
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
  });

export function updateMachine(id: string, change: MachineChange): Promise<Machine> {
  return request<Machine>(`/api/machines/${id}`, { method: "PATCH", body: change });
}

/** Shows a machine as an answer told it, before the event of the change comes. */
export function keepMachine(client: QueryClient, machine: Machine): void {
  client.setQueryData<Machine[]>(queryKeys.machines, (list) =>
    list?.map((other) => (other.id === machine.id ? machine : other)),
  );
}

export function removeMachine(id: string): Promise<void> {
  return request<void>(`/api/machines/${id}`, { method: "DELETE" });
}

/** Sends magic packets; 409 `no_mac_address` where none is known. */
export function wakeMachine(id: string): Promise<WakeSent> {
  return request<WakeSent>(`/api/machines/${id}/wake`, { method: "POST" });
}

/** Makes a session on the machine; 409 `machine_offline` where its agent is away. */
export function startSession(machineId: string, isViewOnly: boolean): Promise<SessionTicket> {
  return request<SessionTicket>(`/api/machines/${machineId}/sessions`, {
    method: "POST",
    body: { view_only: isViewOnly },
  });
}
