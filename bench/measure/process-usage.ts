/** CPU time and resident memory of processes from /proc; children that ended are not counted. */
import { readFileSync } from "node:fs";

/** USER_HZ: fixed at 100 for every Linux ABI that Bun runs on (proc(5)). */
const TICKS_PER_SECOND = 100;
const BYTES_PER_KIB = 1024;

/** User and system time of one process with all its threads, in seconds. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  // The name in parentheses may hold spaces: count fields from the last one.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

export function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "latin1");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * BYTES_PER_KIB;
}

export type CpuMeter = { stop(): number };

/** @returns a meter whose `stop` tells how many cores the processes together kept busy since its start */
export function startCpuMeter(pids: readonly number[]): CpuMeter {
  const total = (): number => pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
  const startedAt = performance.now();
  const before = total();
  return { stop: () => (total() - before) / ((performance.now() - startedAt) / 1000) };
}
