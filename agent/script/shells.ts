/** How each shell is given a script: as a file, so that its length is not bounded and nothing of it is on a command line. */
import { existsSync } from "node:fs";
import type { z } from "zod";
import type { shell as shellField } from "../../protocol/messages/fields.ts";

export type Shell = z.infer<typeof shellField>;

type ShellProgram = { paths: readonly string[]; extension: string; arguments(file: string): string[] };

const WINDOWS = process.env.SystemRoot ?? "C:\\Windows";

const PROGRAMS: Readonly<Record<Shell, ShellProgram>> = {
  bash: { paths: ["/bin/bash", "/usr/bin/bash", "/usr/local/bin/bash"], extension: ".sh", arguments: (file) => [file] },
  sh: { paths: ["/bin/sh"], extension: ".sh", arguments: (file) => [file] },
  powershell: {
    paths: [
      "/usr/bin/pwsh",
      "/usr/local/bin/pwsh",
      "/opt/microsoft/powershell/7/pwsh",
      `${WINDOWS}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`,
    ],
    extension: ".ps1",
    arguments: (file) => ["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File", file],
  },
  cmd: { paths: [`${WINDOWS}\\System32\\cmd.exe`], extension: ".cmd", arguments: (file) => ["/d", "/c", file] },
};

export type FoundShell = { path: string; extension: string; arguments(file: string): string[] };

/** @returns null where this machine has none */
export function findShell(shell: Shell): FoundShell | null {
  const { paths, ...rest } = PROGRAMS[shell];
  const path = paths.find((one) => existsSync(one));
  return path ? { path, ...rest } : null;
}
