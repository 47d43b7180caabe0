/** The CLIPBOARD selection of an X display, watched by events (XFIXES), on a connection of its own. */
import { MAX_CLIPBOARD_STREAM_BYTES } from "../../protocol/limits.ts";
import { connectX } from "../x11/connection.ts";
import { openSelection } from "../x11/selection.ts";
import type { ClipboardContent, OpenClipboard, ReadClipboard } from "./clipboard.ts";

const PNG = "image/png";
/** The best first (ICCCM §2.6.2; freedesktop's names for the same). */
const TEXT_TYPES = ["UTF8_STRING", "text/plain;charset=utf-8", "text/plain", "STRING"];

export const openX11Clipboard: OpenClipboard = async (access, events) => {
  const connection = await connectX(access.display, access.authority);
  let isClosing = false;
  void connection.closed.then(() => {
    if (!isClosing) events.lost();
  });
  try {
    const selection = await openSelection(connection, "CLIPBOARD", { changed: events.changed });
    return {
      async read(): Promise<ReadClipboard> {
        const types = await selection.types();
        const type = TEXT_TYPES.find((one) => types.includes(one)) ?? types.find((one) => one === PNG);
        if (!type) return { kind: "empty" };
        const bytes = await selection.read(type, MAX_CLIPBOARD_STREAM_BYTES);
        if (bytes === "too_large") return { kind: "too_large" };
        if (bytes === null) return { kind: "empty" };
        if (type === PNG) return { kind: "image", png: bytes };
        // STRING is Latin-1; the others are UTF-8 on every desktop of today.
        return { kind: "text", text: new TextDecoder(type === "STRING" ? "latin1" : "utf-8").decode(bytes) };
      },
      write: (content) => selection.own(contentsOf(content)),
      close() {
        isClosing = true;
        connection.close();
      },
    };
  } catch (failure) {
    isClosing = true;
    connection.close();
    throw failure;
  }
};

function contentsOf(content: ClipboardContent): Map<string, Uint8Array> {
  if (content.kind === "image") return new Map([[PNG, content.png]]);
  const utf8 = new TextEncoder().encode(content.text);
  return new Map([
    ["UTF8_STRING", utf8],
    ["text/plain;charset=utf-8", utf8],
    ["TEXT", utf8],
    // Programs that know no other type write what they cannot say as question marks, and so does this.
    ["STRING", Buffer.from(content.text.replace(/[^\0-\xff]/gu, "?"), "latin1")],
  ]);
}
