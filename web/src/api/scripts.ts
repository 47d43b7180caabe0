/** Saved scripts and their runs on many machines. The library is cached whole: it is searched in the browser. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/solid-query";
import type { z } from "zod";
import type {
  RunOutput,
  SavedScript,
  ScriptPatch,
  ScriptRun,
  ScriptRunDetail,
  ScriptRunRequest,
  scriptRequest,
} from "../../../protocol/rest/scripts.ts";
import { request } from "./http-client.ts";
import { applyToRunDetail } from "./live/apply-run-event.ts";
import { fetchLive } from "./live/recorded-events.ts";
import { fetchAll, fetchPage } from "./page.ts";
import { queryKeys } from "./query-keys.ts";

export type ScriptDraft = z.input<typeof scriptRequest>;

export const scriptsQuery = () =>
  queryOptions({
    queryKey: queryKeys.scripts,
    queryFn: ({ signal }) => fetchAll<SavedScript>("/api/scripts", { signal }),
  });

export const scriptRunsQuery = () =>
  infiniteQueryOptions({
    queryKey: queryKeys.scriptRuns,
    queryFn: ({ signal, pageParam }) => fetchPage<ScriptRun>("/api/script-runs", { cursor: pageParam, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const scriptRunQuery = (id: string) =>
  queryOptions({
    queryKey: queryKeys.scriptRun(id),
    queryFn: ({ signal }) =>
      fetchLive(() => request<ScriptRunDetail>(`/api/script-runs/${id}`, { signal }), applyToRunDetail),
  });

export function createScript(draft: ScriptDraft): Promise<SavedScript> {
  return request<SavedScript>("/api/scripts", { method: "POST", body: draft });
}

export function updateScript(id: string, change: ScriptPatch): Promise<SavedScript> {
  return request<SavedScript>(`/api/scripts/${id}`, { method: "PATCH", body: change });
}

export function removeScript(id: string): Promise<void> {
  return request<void>(`/api/scripts/${id}`, { method: "DELETE" });
}

export function startRun(run: ScriptRunRequest): Promise<ScriptRun> {
  return request<ScriptRun>("/api/script-runs", { method: "POST", body: run });
}

/** @param machineId on this one only */
export function stopRun(runId: string, machineId?: string): Promise<void> {
  return request<void>(`/api/script-runs/${runId}/stop`, { method: "POST", body: { machine_id: machineId } });
}

export function fetchRunOutput(runId: string, machineId: string, offset: number): Promise<RunOutput> {
  return request<RunOutput>(`/api/script-runs/${runId}/machines/${machineId}/output?offset=${offset}`);
}
