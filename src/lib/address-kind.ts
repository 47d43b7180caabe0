/** What an IP address leads to, for requests that the server makes to addresses that people typed (server-side request forgery). */
import { isIPv4, isIPv6 } from "node:net";

/**
 * `public`: anybody's on the internet. `private`: this machine or its own networks. `refused`: where no receiver can be meant:
 * metadata services of clouds, link-local, multicast, unspecified, and forms of IPv6 that hide another address.
 */
export type AddressKind = "public" | "private" | "refused";

/** The first that fits decides; what none fits is public. RFC 6890 and the IANA registry of special addresses. */
const IPV4: readonly [prefix: string, kind: AddressKind][] = [
  ["100.100.100.200/32", "refused"],
  ["0.0.0.0/8", "refused"],
  ["10.0.0.0/8", "private"],
  ["100.64.0.0/10", "private"],
  ["127.0.0.0/8", "private"],
  // Public by its number, and the host of a virtual machine in Azure, with its certificates.
  ["168.63.129.16/32", "refused"],
  ["169.254.0.0/16", "refused"],
  ["172.16.0.0/12", "private"],
  ["192.0.0.0/24", "refused"],
  ["192.0.2.0/24", "refused"],
  ["192.88.99.0/24", "refused"],
  ["192.168.0.0/16", "private"],
  ["198.18.0.0/15", "private"],
  ["198.51.100.0/24", "refused"],
  ["203.0.113.0/24", "refused"],
  // Multicast, reserved, broadcast.
  ["224.0.0.0/3", "refused"],
];

/** As above; what none fits is refused: only 2000::/3 is handed out. */
const IPV6: readonly [prefix: string, kind: AddressKind][] = [
  ["::1/128", "private"],
  // Metadata services: of AWS, Google, Oracle, Scaleway.
  ["fd00:ec2::/32", "refused"],
  ["fd20:ce::/32", "refused"],
  ["fd00:c1::/32", "refused"],
  ["fd00:42::/32", "refused"],
  ["fc00::/7", "private"],
  // Teredo and other assignments of the IETF, documentation, 6to4: the last holds an IPv4 address.
  ["2001::/23", "refused"],
  ["2001:db8::/32", "refused"],
  ["2002::/16", "refused"],
  ["3fff::/20", "refused"],
  ["2000::/3", "public"],
];

export function kindOfAddress(address: string): AddressKind {
  if (isIPv4(address)) return kindOf(IPV4, address, 32) ?? "public";
  // A zone ("%eth0") belongs to a link of this machine.
  if (isIPv6(address) && !address.includes("%")) return kindOf(IPV6, address, 128) ?? "refused";
  return "refused";
}

function kindOf(table: typeof IPV4, address: string, bits: 32 | 128): AddressKind | undefined {
  const number = numberOf(address);
  const found = table.find(([prefix]) => {
    const [start = "", length = ""] = prefix.split("/");
    const ignored = BigInt(bits - Number(length));
    return number >> ignored === numberOf(start) >> ignored;
  });
  return found?.[1];
}

/** @param address a valid one */
function numberOf(address: string): bigint {
  if (isIPv4(address)) return join(address.split(".").map(Number), 8n);
  // "::ffff:1.2.3.4": the last two groups may be written as IPv4.
  const hex = address.replace(/[\d.]+\.[\d.]+$/, (v4) => {
    const number = numberOf(v4);
    return `${(number >> 16n).toString(16)}:${(number & 0xffffn).toString(16)}`;
  });
  const [head = "", tail] = hex.split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16)));
  const [before, after] = [groups(head), groups(tail ?? "")];
  const left = tail === undefined ? 0 : 8 - before.length - after.length;
  return join([...before, ...Array.from({ length: left }, () => 0), ...after], 16n);
}

function join(parts: readonly number[], bits: bigint): bigint {
  return parts.reduce((sum, part) => (sum << bits) | BigInt(part), 0n);
}
