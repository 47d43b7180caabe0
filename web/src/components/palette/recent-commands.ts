/** What was done by the palette last, in this browser: offered first where nothing is typed yet. */
const KEY = "remotelink.palette-recent";
const KEPT = 6;

export function recentCommands(): string[] {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(ids) ? ids.filter((id) => typeof id === "string").slice(0, KEPT) : [];
  } catch {
    // Storage is refused or holds something else: then nothing is recent.
    return [];
  }
}

export function noteCommand(id: string): void {
  try {
    const others = recentCommands().filter((other) => other !== id);
    localStorage.setItem(KEY, JSON.stringify([id, ...others].slice(0, KEPT)));
  } catch {
    // Storage is refused: the palette works without.
    return;
  }
}
