/** The exact lines that put an agent on a machine. */

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
    manual: [
      `curl -fL ${origin}/downloads/remotelink-agent-linux -o remotelink-agent`,
      "chmod +x remotelink-agent",
      `./remotelink-agent --server ${origin} --enroll ${token}`,
    ].join("\n"),
  };
}

/** A name that only this machine knows as itself is no use on another one. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "[::1]" || /^127\./.test(hostname);
}
