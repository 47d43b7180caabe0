/** Runs that this process carries out: what they have said so far, and how to stop them. */
import { MAX_RUN_OUTPUT_BYTES } from "../../../protocol/limits.ts";
import type { KeptPart } from "../../db/schema/script-run-machines.ts";

/** A run on one machine. */
export class ActiveTarget {
  readonly #parts: KeptPart[] = [];
  readonly #stopping = new AbortController();
  #bytes = 0;
  #isCut = false;

  /** Aborts when somebody wants it to stop: before its turn it is not begun. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  get parts(): readonly KeptPart[] {
    return this.#parts;
  }

  get isCut(): boolean {
    return this.#isCut;
  }

  stop(): void {
    this.#stopping.abort();
  }

  /** The agent says that it held some back. */
  markCut(): void {
    this.#isCut = true;
  }

  add({ stream, data }: KeptPart): void {
    // What the database cannot hold (NUL, half of a pair) is shown as what could not be read.
    const text = data.replaceAll("\0", "\uFFFD").toWellFormed();
    const bytes = Buffer.byteLength(text);
    if (this.#bytes + bytes > MAX_RUN_OUTPUT_BYTES) this.#isCut = true;
    if (this.#isCut || text === "") return;
    this.#bytes += bytes;
    const last = this.#parts.at(-1);
    if (last?.stream === stream) last.data += text;
    else this.#parts.push({ stream, data: text });
  }
}

export class ActiveRuns {
  readonly #runs = new Map<string, Map<string, ActiveTarget>>();

  open(runId: string, machineIds: readonly string[]): ReadonlyMap<string, ActiveTarget> {
    const targets = new Map(machineIds.map((id) => [id, new ActiveTarget()]));
    this.#runs.set(runId, targets);
    return targets;
  }

  /** What it said is in its row now: it is not held until the last machine is done. */
  release(runId: string, machineId: string): void {
    this.#runs.get(runId)?.delete(machineId);
  }

  close(runId: string): void {
    this.#runs.delete(runId);
  }

  has(runId: string): boolean {
    return this.#runs.has(runId);
  }

  /** null: not carried out here, or over. */
  find(runId: string, machineId: string): ActiveTarget | null {
    return this.#runs.get(runId)?.get(machineId) ?? null;
  }

  /** @returns whether there was anything to stop */
  stop(runId: string, machineId?: string): boolean {
    const targets = [...(this.#runs.get(runId) ?? [])].filter(([id]) => machineId === undefined || id === machineId);
    for (const [, target] of targets) target.stop();
    return targets.length > 0;
  }
}
