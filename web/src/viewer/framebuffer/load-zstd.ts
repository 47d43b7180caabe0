/** The WebAssembly of zstddec, compiled once for the page and its worker. */
import { ZSTDDecoder } from "zstddec";

let compiled: Promise<WebAssembly.Module> | undefined;

export function loadZstd(): Promise<WebAssembly.Module> {
  compiled ??= WebAssembly.compile(embeddedBytes());
  return compiled;
}

/**
 * zstddec gives its WebAssembly away only by fetching it from a data: address, which the content policy refuses, and
 * decodes into new memory each time. It asks within its call of `init`: nobody else can meet the stand-in for `fetch`.
 */
function embeddedBytes(): Uint8Array<ArrayBuffer> {
  const { fetch } = globalThis;
  let address = "";
  const takeAddress = (asked: unknown) => {
    address = String(asked);
    return new Promise<Response>(() => {});
  };
  globalThis.fetch = Object.assign(takeAddress, fetch);
  try {
    new ZSTDDecoder().init();
  } finally {
    globalThis.fetch = fetch;
  }
  const text = atob(address.slice(address.indexOf(",") + 1));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
