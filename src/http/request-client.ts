/** Where a request really came from: what proxies say of it is believed only of those in TRUSTED_PROXIES. */
import { BlockList, isIP } from "node:net";

export type ClientRules = {
  /** Where the app is served, as configured; undefined: where the request says it went. */
  appUrl?: string;
  /** Further origins whose pages may ask, exact. */
  allowedOrigins: readonly string[];
  /** Addresses and networks of our proxies. */
  trustedProxies: readonly string[];
};

export type RequestClient = {
  /** null: unknown (a request that came over no socket). */
  address: string | null;
  /** Straight from this machine to its own name: no proxy, no name that leads here from outside. */
  isLocal: boolean;
  /** As people reach the app: "https://help.example.com". */
  origin: string;
  isHttps: boolean;
  /** What a proxy said of where it came from; `absent`: one of ours said nothing. */
  forwarding: "none" | "believed" | "ignored" | "absent";
};

const FORWARDING_HEADERS = [
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-real-ip",
  "forwarded",
  "via",
];

export function createClientReader(rules: ClientRules): (request: Request, peer: string | null) => RequestClient {
  const trusted = blockListOf(rules.trustedProxies);
  return (request, peerAddress) => {
    const peer = peerAddress && plainAddress(peerAddress);
    const viaProxy = peer !== null && contains(trusted, peer);
    const url = new URL(request.url);
    const forwarded = (name: string) => (viaProxy ? lastOf(request.headers.get(name)) : null);
    const scheme = forwarded("x-forwarded-proto") === "https" ? "https:" : url.protocol;
    const host = hostOf(forwarded("x-forwarded-host")) ?? url.host;
    return {
      address: viaProxy ? clientBehind(trusted, peer, request.headers.get("x-forwarded-for")) : peer,
      isLocal:
        peer !== null &&
        isLoopback(peer) &&
        isLoopbackName(url.hostname) &&
        !FORWARDING_HEADERS.some((name) => request.headers.has(name)),
      forwarding: forwardingOf(request.headers, viaProxy),
      origin: rules.appUrl ?? `${scheme}//${host}`,
      isHttps: (rules.appUrl ?? scheme).startsWith("https:"),
    };
  };
}

function forwardingOf(headers: Headers, viaProxy: boolean): RequestClient["forwarding"] {
  if (headers.has("x-forwarded-for")) return viaProxy ? "believed" : "ignored";
  if (FORWARDING_HEADERS.some((name) => headers.has(name))) return viaProxy ? "absent" : "ignored";
  // Our own machine may ask without a proxy although one stands on it.
  return "none";
}

/** The last entry that no proxy of ours added: whatever stands before it, the client may have made up. */
function clientBehind(trusted: BlockList, peer: string, forwardedFor: string | null): string {
  let address = peer;
  for (const entry of (forwardedFor ?? "").split(",").reverse()) {
    const next = plainAddress(entry.trim());
    if (isIP(next) === 0) break;
    address = next;
    if (!contains(trusted, next)) break;
  }
  return address;
}

function blockListOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", prefix] = network.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

function contains(list: BlockList, address: string): boolean {
  return isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

/** An IPv4 client of a dual-stack socket shows as ::ffff:192.0.2.1. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "");
}

function isLoopback(address: string): boolean {
  return address === "::1" || address.startsWith("127.");
}

/** A page of elsewhere whose name was pointed at this machine (DNS rebinding) still carries that name. */
function isLoopbackName(name: string): boolean {
  return name === "localhost" || name.endsWith(".localhost") || isLoopback(name.replace(/^\[|\]$/g, ""));
}

function lastOf(header: string | null): string | null {
  return header?.split(",").at(-1)?.trim() ?? null;
}

function hostOf(text: string | null): string | null {
  return text !== null && /^[A-Za-z0-9.-]+(:\d{1,5})?$|^\[[0-9A-Fa-f:]+\](:\d{1,5})?$/.test(text) ? text : null;
}
