/** One act on many machines, in as many requests as it takes; told how far it is, and stopped between two of them. */
import { MAX_BULK_MACHINES } from "../../../protocol/limits.ts";
import type { BulkAnswer, BulkRequest, BulkResult } from "../../../protocol/rest/machine-bulk.ts";
import { request } from "./http-client.ts";

/** What is done, without whom to. */
export type BulkAct = BulkRequest extends infer Request
  ? Request extends BulkRequest
    ? Omit<Request, "machine_ids">
    : never
  : never;

export type BulkOptions = { onProgress?: (done: number) => void; signal?: AbortSignal };

/** Waking sends packets machine by machine: smaller steps, so that its progress is seen. */
const STEP: Readonly<Record<BulkAct["action"], number>> = {
  tag: MAX_BULK_MACHINES,
  move: MAX_BULK_MACHINES,
  remove: 200,
  update_agent: 200,
  wake: 50,
};

/** @returns the results so far, also of what was stopped by `signal` */
export async function bulk(act: BulkAct, ids: readonly string[], options: BulkOptions = {}): Promise<BulkResult[]> {
  const results: BulkResult[] = [];
  const step = STEP[act.action];
  for (let from = 0; from < ids.length && !options.signal?.aborted; from += step) {
    const body = { ...act, machine_ids: ids.slice(from, from + step) };
    const answer = await request<BulkAnswer>("/api/machines/bulk", { method: "POST", body, timeoutMs: null });
    results.push(...answer.results);
    options.onProgress?.(results.length);
  }
  return results;
}
