/** One program that is to succeed, and how long it took. */

/** curl that fails where the server says no, with its own words. */
export function curl(headers: Readonly<Record<string, string>> = {}): string[] {
  const named = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  return ["curl", "--silent", "--show-error", "--fail-with-body", ...named];
}

/** @throws Error with what it complained of */
export async function timed(command: readonly string[]): Promise<{ seconds: number; printed: string }> {
  const startedAt = performance.now();
  const child = Bun.spawn([...command], { stdout: "pipe", stderr: "pipe" });
  const [printed, complaint, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  if (code !== 0) throw new Error(`${command[0]} ended with ${code}: ${complaint.slice(-500)} ${printed.slice(-500)}`);
  return { seconds: (performance.now() - startedAt) / 1_000, printed };
}
