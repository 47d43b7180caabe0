/** The set-up code from the printed link's fragment: `/setup#code=…`. A fragment is never sent to a server or a log. */
export function setupCodeOf(hash: string): string {
  return new URLSearchParams(hash.replace(/^#/, "")).get("code")?.trim() ?? "";
}
