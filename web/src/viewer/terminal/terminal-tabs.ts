/** Which terminals this tab of the browser has open in a session: after a reload they are the same ones. */

const keyOf = (sessionId: string): string => `remotelink.terminals.${sessionId}`;

type Storage_ = Pick<Storage, "getItem" | "setItem">;

export type TerminalTab = { id: string; number: number; isElevated: boolean };

export function readTabs(sessionId: string, storage: Storage_): TerminalTab[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(keyOf(sessionId)) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isTab) : [];
  } catch {
    // Refused or damaged: as in a tab that has none.
    return [];
  }
}

export function storeTabs(sessionId: string, tabs: readonly TerminalTab[], storage: Storage_): void {
  try {
    storage.setItem(keyOf(sessionId), JSON.stringify(tabs));
  } catch {
    // Refused (some private windows): a reload opens new ones.
  }
}

export function newTab(tabs: readonly TerminalTab[], isElevated: boolean): TerminalTab {
  return { id: crypto.randomUUID(), number: Math.max(0, ...tabs.map(({ number }) => number)) + 1, isElevated };
}

function isTab(value: unknown): value is TerminalTab {
  if (typeof value !== "object" || value === null) return false;
  const { id, number, isElevated } = value as Record<string, unknown>;
  return typeof id === "string" && typeof number === "number" && typeof isElevated === "boolean";
}
