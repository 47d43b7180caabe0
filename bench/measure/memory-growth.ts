/** The most that processes grow by while something is done. */
import { residentBytes } from "./process-usage.ts";

const EVERY_MS = 100;

/** @returns its `stop` tells, for each, how many bytes more than at the start it held at most */
export function watchMemory<Name extends string>(processes: Record<Name, number>): { stop(): Record<Name, number> } {
  const names = Object.keys(processes) as Name[];
  const before = new Map(names.map((name) => [name, residentBytes(processes[name])]));
  const most = new Map(before);
  const look = (): void => {
    for (const name of names) most.set(name, Math.max(most.get(name) ?? 0, residentBytes(processes[name])));
  };
  const timer = setInterval(look, EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      look();
      const growth = names.map((name) => [name, (most.get(name) ?? 0) - (before.get(name) ?? 0)]);
      return Object.fromEntries(growth) as Record<Name, number>;
    },
  };
}
