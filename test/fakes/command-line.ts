/** The server program with arguments, as an operator runs it. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

export type Ran = { code: number; output: string; errors: string };

export async function runCommandLine(
  args: readonly string[],
  { env, input = "" }: { env: Record<string, string>; input?: string },
): Promise<Ran> {
  const { PATH = "", HOME = "" } = process.env;
  const child = Bun.spawn([process.execPath, join(root, "src/main.ts"), ...args], {
    cwd: root,
    env: { PATH, HOME, ...env },
    stdin: new Blob([input]),
    stdout: "pipe",
    stderr: "pipe",
  });
  const [output, errors, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { code, output, errors };
}
