/** The exact lines that put an agent on a machine. */

export const INSTALL_SYSTEMS = ["linux", "macos", "windows"] as const;
export type InstallSystem = (typeof INSTALL_SYSTEMS)[number];

export type InstallText = {
  /** Works for everyone: as root a service, else for as long as the terminal is open. */
  quick: string;
  /** The same as a service, for those who are not root yet. */
  service: string;
  /** Without a script. */
  manual: string;
};

/** `origin` is where this page came from: the machine must reach the server there. */
export function linuxInstall(origin: string, token: string): InstallText {
  const download = `curl -fsSL ${origin}/install.sh`;
  return {
    quick: `${download} | sh -s -- --enroll ${token}`,
    service: `${download} | sudo sh -s -- --enroll ${token}`,
    manual: runByHand(origin, token, "remotelink-agent-linux"),
  };
}

/** For the two kinds of Mac; each runs for as long as its terminal is open. */
export function macInstall(origin: string, token: string): { file: string; label: string; lines: string }[] {
  return [
    { file: "remotelink-agent-macos", label: "Apple silicon" },
    { file: "remotelink-agent-macos-x64", label: "Intel" },
  ].map((kind) => ({ ...kind, lines: runByHand(origin, token, kind.file) }));
}

/** For PowerShell; it runs for as long as the window is open. */
export function windowsInstall(origin: string, token: string): { file: string; lines: string } {
  const file = "remotelink-agent-windows.exe";
  return {
    file,
    lines: [
      `Invoke-WebRequest ${origin}/downloads/${file} -OutFile remotelink-agent.exe`,
      `.\\remotelink-agent.exe --server ${origin} --enroll ${token}`,
    ].join("\n"),
  };
}

function runByHand(origin: string, token: string, file: string): string {
  return [
    `curl -fL ${origin}/downloads/${file} -o remotelink-agent`,
    "chmod +x remotelink-agent",
    `./remotelink-agent --server ${origin} --enroll ${token}`,
  ].join("\n");
}

/** A name that only this machine knows as itself is no use on another one. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "[::1]" || /^127\./.test(hostname);
}
