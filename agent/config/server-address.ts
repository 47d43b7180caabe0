/** Addresses of server and relay: what is accepted, and that neither is ever spoken to less safely than agreed. */
import { EXIT, FatalError } from "../exit.ts";

/**
 * @param text as typed: `https://help.example.com`, with port and path prefix if need be
 * @returns the address without a trailing slash
 * @throws FatalError for anything that is not http or https
 */
export function parseServerAddress(text: string): string {
  const url = parseUrl(text);
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:") || url.hostname === "") {
    throw new FatalError(
      `"${text}" is not a server address: give it as https://help.example.com or http://192.168.1.5:3000`,
      EXIT.usage,
    );
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new FatalError(
      `"${redacted(url)}" has more than scheme, host, port and path: leave the rest out`,
      EXIT.usage,
    );
  }
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, "")}`;
}

/**
 * Checks a relay address against the server's: enrolled over https, an agent never speaks plain.
 * @throws FatalError for anything but ws and wss, and for ws beside an https server
 */
export function parseRelayAddress(text: string, server: string): string {
  const url = parseUrl(text);
  if (!url || (url.protocol !== "ws:" && url.protocol !== "wss:") || url.hostname === "") {
    throw new FatalError(`"${text}" is not a relay address: it begins with wss:// or ws://`, EXIT.usage);
  }
  if (url.username || url.password || url.hash) {
    throw new FatalError(`"${redacted(url)}" must not hold a name, a password or a fragment`, EXIT.usage);
  }
  if (server.startsWith("https:") && url.protocol === "ws:") {
    throw new FatalError(
      `the server is reached by https, but its relay would be unencrypted (${redacted(url)}): this agent refuses. ` +
        "Set APP_URL of the server to its https address, or give --relay wss://…",
    );
  }
  return url.href;
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text.trim()) ? new URL(text.trim()) : null;
}

function redacted(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}
