/** Whom a mail comes from where no address was set: the server by its name, at the domain that people know. */

export type Sender = { name: string; address: string };

/** Mail filters want a domain that is there. */
export function senderAddress(serverName: string, appUrl: string | undefined, fallbackHost: string): Sender {
  const host = (appUrl && URL.parse(appUrl)?.hostname) || fallbackHost;
  return { name: serverName, address: `remotelink@${host}` };
}
