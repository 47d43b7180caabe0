/** Whether an agent is older than the one that this server hands out. */

/** Numbers part by part; what is no version is never outdated. */
export function isOutdated(version: string, latest: string | null): boolean {
  if (latest === null) return false;
  const own = partsOf(version);
  const newest = partsOf(latest);
  if (!own || !newest) return false;
  for (const [index, part] of newest.entries()) {
    const difference = part - (own[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

function partsOf(version: string): number[] | null {
  const plain = /^v?(\d{1,6}(?:\.\d{1,6}){0,3})(?:[-+].*)?$/.exec(version)?.[1];
  return plain ? plain.split(".").map(Number) : null;
}
