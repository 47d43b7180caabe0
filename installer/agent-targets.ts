/** The systems an agent is built for, by the names of their downloads (docs/protocol.md, downloads). */

export type AgentTarget = {
  /** As `--target` takes it. */
  name: string;
  /** File below `/downloads/`. */
  file: string;
  os: "linux" | "darwin" | "win32";
  arch: "x64" | "arm64";
  /** What Bun calls it. */
  compileTarget: Bun.Build.CompileTarget;
};

export const AGENT_TARGETS: readonly AgentTarget[] = [
  { name: "linux-x64", file: "remotelink-agent-linux", os: "linux", arch: "x64", compileTarget: "bun-linux-x64" },
  {
    name: "linux-arm64",
    file: "remotelink-agent-linux-arm64",
    os: "linux",
    arch: "arm64",
    compileTarget: "bun-linux-arm64",
  },
  {
    name: "macos-arm64",
    file: "remotelink-agent-macos",
    os: "darwin",
    arch: "arm64",
    compileTarget: "bun-darwin-arm64",
  },
  { name: "macos-x64", file: "remotelink-agent-macos-x64", os: "darwin", arch: "x64", compileTarget: "bun-darwin-x64" },
  {
    name: "windows-x64",
    file: "remotelink-agent-windows.exe",
    os: "win32",
    arch: "x64",
    compileTarget: "bun-windows-x64",
  },
];
