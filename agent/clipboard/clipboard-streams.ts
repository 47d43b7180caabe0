/** Pictures and long text of the clipboard over HTTP: small enough to be held whole, too large for a message. */
import { MAX_CLIPBOARD_STREAM_BYTES } from "../../protocol/limits.ts";
import { reasonOf } from "../exit.ts";
import { createExchange, Refusal, type StreamExchange } from "../streams/exchange.ts";
import { gather } from "../streams/gather.ts";
import { carryOut, type OpenedStream } from "../streams/opened-stream.ts";
import type { ClipboardContent } from "./clipboard.ts";
import type { DesktopClipboard } from "./desktop-clipboard.ts";

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Every way it ends, the server is answered or refused. Never rejects. */
export async function answerClipboard(
  { request, address, ended }: OpenedStream,
  clipboard: DesktopClipboard,
): Promise<void> {
  await carryOut(createExchange(address, ended), async (exchange) => {
    if (request.kind === "clipboard_read") await read(exchange, clipboard);
    else if (request.kind === "clipboard_write") await write(exchange, clipboard, request.content);
    else throw new Refusal("invalid_request", `${request.kind} is no matter of the clipboard`);
  });
}

async function read(exchange: StreamExchange, clipboard: DesktopClipboard): Promise<void> {
  const content = await clipboard.read().catch((failure: unknown) => {
    throw new Refusal("unavailable", `the machine's clipboard cannot be read: ${reasonOf(failure)}`);
  });
  if (content.kind === "empty") throw new Refusal("not_found", "the machine's clipboard is empty", { code: "empty" });
  if (content.kind === "too_large") throw tooLarge();
  const bytes = content.kind === "image" ? content.png : new TextEncoder().encode(content.text);
  if (bytes.length > MAX_CLIPBOARD_STREAM_BYTES) throw tooLarge();
  await exchange.answer({ content: content.kind }, Uint8Array.from(bytes));
}

async function write(
  exchange: StreamExchange,
  clipboard: DesktopClipboard,
  kind: ClipboardContent["kind"],
): Promise<void> {
  const bytes = await gather(await exchange.takeBody(), MAX_CLIPBOARD_STREAM_BYTES, tooLarge);
  await clipboard.write(contentOf(kind, bytes)).catch((failure: unknown) => {
    throw new Refusal("unavailable", `the machine's clipboard did not take it: ${reasonOf(failure)}`);
  });
  await exchange.answer({ bytes: bytes.length });
}

function contentOf(kind: ClipboardContent["kind"], bytes: Uint8Array): ClipboardContent {
  if (kind === "image") {
    const isPng = PNG_SIGNATURE.every((byte, at) => bytes[at] === byte);
    if (!isPng) throw new Refusal("invalid_request", "this is no PNG picture", { code: "not_png" });
    return { kind, png: bytes };
  }
  try {
    return { kind, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    throw new Refusal("invalid_request", "this is no text in UTF-8", { code: "not_text" });
  }
}

function tooLarge(): Refusal {
  const mebibytes = MAX_CLIPBOARD_STREAM_BYTES / 1024 / 1024;
  return new Refusal("payload_too_large", `the clipboard takes up to ${mebibytes} MiB: send it as a file`);
}
