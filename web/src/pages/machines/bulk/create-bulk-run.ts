/** Carries out one act on many machines: progress, an end before the end, and what came of it in words, with an undo where there is one. */
import { useQueryClient } from "@tanstack/solid-query";
import { type Accessor, createSignal, onCleanup } from "solid-js";
import type { BulkResult } from "../../../../../protocol/rest/machine-bulk.ts";
import type { Machine } from "../../../../../protocol/rest/people.ts";
import { messageOf } from "../../../api/http-client.ts";
import { type BulkAct, bulk } from "../../../api/machine-bulk.ts";
import { queryKeys } from "../../../api/query-keys.ts";
import { notify, notifyFailure } from "../../../components/toast.tsx";
import { type BulkStep, undoOf } from "../../../state/bulk-undo.ts";
import { bulkWords, failureWords } from "../../../state/bulk-words.ts";
import { countWord } from "../../../state/count-word.ts";

export type BulkRun = {
  progress: Accessor<{ words: string; done: number; total: number } | null>;
  /** Resolves when it is over, whichever way. */
  start(act: BulkAct, machines: readonly Machine[]): Promise<void>;
  stop(): void;
};

/** A few are done before a bar would be seen. */
const SHOWN_AFTER_MS = 300;

/** @param select makes those that it did not reach the selection, to be tried again */
export function createBulkRun(select: (ids: readonly string[]) => void): BulkRun {
  const client = useQueryClient();
  const [progress, setProgress] = createSignal<ReturnType<BulkRun["progress"]>>(null);
  let running: AbortController | null = null;
  onCleanup(() => running?.abort());

  async function start(act: BulkAct, machines: readonly Machine[]): Promise<void> {
    const abort = new AbortController();
    running = abort;
    const words = bulkWords(act);
    const total = machines.length;
    let done = 0;
    const tell = () => setProgress({ words: words.doing, done, total });
    const timer = setTimeout(tell, SHOWN_AFTER_MS);
    try {
      const ids = machines.map(({ id }) => id);
      const results = await bulk(act, ids, {
        signal: abort.signal,
        onProgress(count) {
          done = count;
          if (progress()) tell();
        },
      });
      report(act, machines, results);
    } catch (error) {
      notifyFailure(`${words.undone}${done > 0 ? `: ${done} of ${total} are done` : ""}`, error);
    } finally {
      clearTimeout(timer);
      setProgress(null);
      running = null;
    }
  }

  function report(act: BulkAct, machines: readonly Machine[], results: readonly BulkResult[]): void {
    const { done } = bulkWords(act);
    const failed = results.filter((result) => !result.ok);
    const changed = new Set(results.filter(({ ok }) => ok).map(({ machine_id }) => machine_id));
    if (act.action === "remove") {
      client.setQueryData<Machine[]>(queryKeys.machines, (list) => list?.filter(({ id }) => !changed.has(id)));
    }
    const undo = undoOf(
      act,
      machines.filter(({ id }) => changed.has(id)),
    );
    const action = undo.length > 0 ? { label: "Undo", run: () => void takeBack(undo) } : undefined;
    const title = `${countWord(changed.size, "machine")} ${done}`;
    if (changed.size > 0) notify(title, { action });
    if (failed.length === 0) return;
    const names = new Map(machines.map(({ id, name }) => [id, name]));
    const detail = failureWords(failed, (id) => names.get(id) ?? "a machine");
    // Where none was reached, the selection is those already.
    const isPartial = changed.size > 0;
    const retry = { label: "Select the failed ones", run: () => select(failed.map(({ machine_id }) => machine_id)) };
    notifyFailure(`${failed.length} of ${results.length} were not`, new Error(detail), {
      action: isPartial ? retry : undefined,
    });
  }

  async function takeBack(steps: readonly BulkStep[]): Promise<void> {
    try {
      for (const { act, ids } of steps) await bulk(act, ids);
      notify("Taken back");
    } catch (error) {
      notifyFailure("Not all of it was taken back", new Error(messageOf(error)));
    }
  }

  return { progress, start, stop: () => running?.abort() };
}
