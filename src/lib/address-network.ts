/** Who one caller is, by their address, where tries are counted: of IPv6 it is the network, since each has as many addresses as they like. */
import { isIPv6 } from "node:net";

/** RFC 6177: a site gets at least a /64, and whoever has it may use any of its addresses for a try each. */
const GROUPS_OF_NETWORK = 4;
const GROUPS = 8;

/** @returns "2001:db8:0:1::/64" for any way to write an address of it; what is no IPv6 address, as it is */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = "", tail] = (address.toLowerCase().split("%")[0] ?? "").split("::");
  const [before, after] = [groupsOf(head), groupsOf(tail ?? "")];
  const left = tail === undefined ? 0 : Math.max(0, GROUPS - before.length - after.length);
  const groups = [...before, ...Array.from({ length: left }, () => 0), ...after];
  return `${groups
    .slice(0, GROUPS_OF_NETWORK)
    .map((group) => group.toString(16))
    .join(":")}::/64`;
}

/** The last two groups may be written as an IPv4 address: they are no part of a network. */
function groupsOf(text: string): number[] {
  if (text === "") return [];
  return text.split(":").flatMap((group) => (group.includes(".") ? [0, 0] : [Number.parseInt(group, 16)]));
}
