/** Where a webhook's URL leads, checked at every attempt: what a name resolves to is its owner's to change. */
import { isIP } from "node:net";
import { type AddressKind, kindOfAddress } from "../../lib/address-kind.ts";

/** Every address of a name, as the operating system finds them. */
export type Lookup = (host: string) => Promise<readonly string[]>;

/** In words for whoever wrote the address; null: nothing against it so far, names are looked up at each attempt. */
export function faultOfUrl(text: string, allowPrivate: boolean): string | null {
  const url = URL.parse(text);
  if (!url || !["http:", "https:"].includes(url.protocol)) return "write a whole address that begins with https://";
  if (url.protocol === "http:" && !allowPrivate) {
    return "use https://; plain http:// is for private addresses, and has to be allowed";
  }
  if (url.username || url.password) return "leave name and password out of the address";
  if (url.hash) return "leave out what follows #, it is never sent";
  const host = hostOf(url);
  return isIP(host) ? faultOfAddress(host, allowPrivate) : null;
}

/**
 * The address to connect to. One that may not be connected to spoils all: a name with both belongs to somebody who tries.
 * @throws Error with a sentence for the delivery log
 */
export async function findReceiver(url: URL, allowPrivate: boolean, lookup: Lookup): Promise<string> {
  const host = hostOf(url);
  const addresses = isIP(host) ? [host] : await lookup(host);
  for (const address of addresses) {
    const fault = faultOfAddress(address, allowPrivate);
    if (fault) throw new Error(isIP(host) ? fault : `${host} leads to ${address}: ${fault}`);
  }
  const [first] = addresses;
  if (!first) throw new Error(`${host} cannot be found`);
  return first;
}

function faultOfAddress(address: string, allowPrivate: boolean): string | null {
  const kind: AddressKind = kindOfAddress(address);
  if (kind === "refused") return "no webhook goes to such an address";
  if (kind === "private" && !allowPrivate) return "it is a private address, which has to be allowed";
  return null;
}

/** URL has made every spelling of an IPv4 address ("0x7f.1", "2130706433") the usual one. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}
