/** The exact lines that put an agent on a machine. */

export type InstallText = { quick: string; manual: string };

/** `origin` is where this page came from: the machine must reach the server there. */
export function linuxInstall(origin: string, token: string): InstallText {
  return {
    quick: `curl -fsSL ${origin}/install.sh | sudo sh -s -- --enroll ${token}`,
    manual: [
      `curl -L ${origin}/downloads/remotelink-agent-linux -o remotelink-agent`,
      "chmod +x remotelink-agent",
      `./remotelink-agent --server ${origin} --enroll ${token}`,
    ].join("\n"),
  };
}

/** A name that only this machine knows as itself is no use on another one. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "[::1]" || /^127\./.test(hostname);
}
