/** The tabs of a machine's page, each with an address and loaded when it is opened. The server knows the addresses, too (src/http/page-paths.ts). */
import { type Component, lazy } from "solid-js";
import type { Machine, Me } from "../../../../protocol/rest/people.ts";

export type MachineTab = {
  /** What follows `/machines/<id>/`; "" is the first one. */
  name: string;
  label: string;
  isForAdmins?: boolean;
  page: Component<{ machine: Machine }>;
};

const TABS: readonly MachineTab[] = [
  { name: "", label: "Overview", page: lazy(() => import("./overview-tab.tsx")) },
  { name: "notes", label: "Notes", page: lazy(() => import("./notes/notes-tab.tsx")) },
  { name: "sessions", label: "Sessions", page: lazy(() => import("./sessions-tab.tsx")) },
  { name: "recordings", label: "Recordings", page: lazy(() => import("./recordings-tab.tsx")) },
  { name: "audit", label: "Audit", isForAdmins: true, page: lazy(() => import("./audit-tab.tsx")) },
];

export function machineTabsFor(me: Me): readonly MachineTab[] {
  return TABS.filter((tab) => !tab.isForAdmins || me.role === "admin");
}

export function machinePath(machineId: string, tab = ""): string {
  return tab === "" ? `/machines/${machineId}` : `/machines/${machineId}/${tab}`;
}
