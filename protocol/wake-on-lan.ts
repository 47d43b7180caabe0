/**
 * Wake-on-LAN as server and agents speak it: the magic packet, and the addresses that reach everybody in a subnet.
 * Pure; who sends it is theirs.
 */

/** The sleeping card listens for the pattern in any frame; 9 (discard) and 7 (echo) are where senders put it. */
export const WAKE_PORTS = [9, 7] as const;

/** Every host of the sender's own segment (RFC 919 §7). */
export const LIMITED_BROADCAST = "255.255.255.255";

const SYNC_BYTES = 6;
const REPEATS = 16;

/**
 * Six bytes of FF and the address sixteen times: 102 bytes.
 * @param mac six pairs of hex digits with ":" or "-"
 * @throws RangeError for anything else
 */
export function magicPacket(mac: string): Uint8Array {
  const bytes = mac.split(/[:-]/).map((pair) => (/^[0-9A-Fa-f]{2}$/.test(pair) ? Number.parseInt(pair, 16) : -1));
  if (bytes.length !== 6 || bytes.includes(-1)) throw new RangeError(`"${mac}" is no MAC address`);
  const packet = new Uint8Array(SYNC_BYTES + REPEATS * bytes.length).fill(0xff);
  for (let at = SYNC_BYTES; at < packet.length; at += bytes.length) packet.set(bytes, at);
  return packet;
}

/** A network interface's IPv4 address with its mask, as `os.networkInterfaces` tells them. */
export type InterfaceAddress = { address: string; netmask: string; family: string; internal: boolean };

/** "192.168.1.20" with "255.255.255.0" is in "192.168.1.0/24". */
export function subnetOf({ address, netmask }: Pick<InterfaceAddress, "address" | "netmask">): string {
  const mask = numberOf(netmask);
  return `${textOf(numberOf(address) & mask)}/${bitsOf(mask)}`;
}

export function broadcastOf({ address, netmask }: Pick<InterfaceAddress, "address" | "netmask">): string {
  return textOf(numberOf(address) | ~numberOf(netmask));
}

/** Only IPv4 has broadcasts, and the loopback has nobody to wake. */
export function wakeableAddresses(interfaces: Iterable<readonly InterfaceAddress[] | undefined>): InterfaceAddress[] {
  return [...interfaces]
    .flatMap((addresses) => addresses ?? [])
    .filter((one) => one.family === "IPv4" && !one.internal);
}

function numberOf(dotted: string): number {
  return dotted.split(".").reduce((sum, part) => (sum << 8) | Number(part), 0);
}

function textOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 0xff).join(".");
}

function bitsOf(mask: number): number {
  return mask === 0 ? 0 : 32 - Math.log2((~mask >>> 0) + 1);
}
