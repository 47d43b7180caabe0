/** One suite for every clipboard, on a real X server with the real xclip as the other program. */
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Clipboard, OpenClipboard } from "../../agent/clipboard/clipboard.ts";
import { openCommandClipboard } from "../../agent/clipboard/command-clipboard.ts";
import { openX11Clipboard } from "../../agent/clipboard/x11-clipboard.ts";
import { waitUntil } from "../fakes/wait-until.ts";
import { startXServer, type XServer } from "../fakes/x-server.ts";

setDefaultTimeout(30_000);

const BACKENDS: { name: string; open: OpenClipboard; takesImages: boolean; givesLarge: boolean }[] = [
  { name: "X11", open: openX11Clipboard, takesImages: true, givesLarge: true },
  // xclip, which hands out for it, mixes up two that ask at once; and it looks every second itself.
  { name: "command", open: openCommandClipboard, takesImages: false, givesLarge: false },
];

const TEXT = "tab\tline\né € 漢字 😀 ~{}[]|\\";
const MIB = 1024 * 1024;
/** Begins as every PNG does; nobody on the way looks any further. */
const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...Array(200).keys()]);

describe.each(BACKENDS)("the $name clipboard", ({ open, takesImages, givesLarge }) => {
  let server: XServer;
  let clipboard: Clipboard;
  let changes: number;
  let losses: number;
  const others: Bun.Subprocess[] = [];

  beforeEach(async () => {
    server = await startXServer({ width: 640, height: 480 });
    changes = 0;
    losses = 0;
    clipboard = await open(
      { display: server.display, authority: null },
      { changed: () => void changes++, lost: () => void losses++ },
    );
  });
  afterEach(async () => {
    clipboard.close();
    for (const other of others.splice(0)) {
      other.kill();
      await other.exited;
    }
    await server.stop();
  });

  /** Another program puts something there, and stays to hand it out. */
  async function copyElsewhere(content: string | Uint8Array, target = "UTF8_STRING"): Promise<Bun.Subprocess> {
    const before = changes;
    const other = Bun.spawn(["xclip", "-quiet", "-selection", "clipboard", "-in", "-target", target], {
      env: server.env,
      stdin: new Blob([content as BlobPart]),
      stdout: "ignore",
      stderr: "ignore",
    });
    others.push(other);
    await waitUntil("news of the copy", () => changes > before);
    return other;
  }

  async function pasteElsewhere(target = "UTF8_STRING"): Promise<Uint8Array> {
    const command = ["xclip", "-selection", "clipboard", "-out", "-target", target];
    const other = Bun.spawn(command, { env: server.env, stdin: "ignore", stdout: "pipe", stderr: "ignore" });
    return await new Response(other.stdout).bytes();
  }

  test("has nothing where nothing was copied", async () => {
    expect(await clipboard.read()).toEqual({ kind: "empty" });
  });

  test("tells of what another program copies, and reads it", async () => {
    await copyElsewhere(TEXT);
    expect(await clipboard.read()).toEqual({ kind: "text", text: TEXT });
    await copyElsewhere("another");
    expect(await clipboard.read()).toEqual({ kind: "text", text: "another" });
  });

  test("hands out what it was given, and says nothing of that itself", async () => {
    await clipboard.write({ kind: "text", text: TEXT });
    expect(new TextDecoder().decode(await pasteElsewhere())).toBe(TEXT);
    expect(await clipboard.read()).toEqual({ kind: "text", text: TEXT });
    expect(changes).toBe(0);
  });

  test("takes and gives 15 MiB of text", async () => {
    const text = Array.from({ length: (15 * MIB) / 10 }, (_, at) => String(at).padStart(10, "0")).join("");
    if (givesLarge) {
      await clipboard.write({ kind: "text", text });
      expect(new TextDecoder().decode(await pasteElsewhere()) === text).toBe(true);
    }
    await copyElsewhere(text);
    const read = await clipboard.read();
    expect(read.kind === "text" && read.text === text).toBe(true);
  });

  test("says that more than 16 MiB are too large", async () => {
    await copyElsewhere("x".repeat(17 * MIB));
    expect(await clipboard.read()).toEqual({ kind: "too_large" });
  });

  if (takesImages)
    test("takes and gives pictures, also large ones", async () => {
      await copyElsewhere(PNG, "image/png");
      expect(await clipboard.read()).toEqual({ kind: "image", png: Buffer.from(PNG) as Uint8Array });
      const large = new Uint8Array(3 * MIB).fill(7);
      await clipboard.write({ kind: "image", png: large });
      expect(Buffer.compare(await pasteElsewhere("image/png"), large)).toBe(0);
    });

  if (takesImages)
    test("an owner that has died, or hangs, is nothing and holds nothing up", async () => {
      const other = await copyElsewhere("soon gone");
      other.kill("SIGSTOP");
      expect(await clipboard.read()).toEqual({ kind: "empty" });
      other.kill("SIGKILL");
      await other.exited;
      expect(await clipboard.read()).toEqual({ kind: "empty" });
      await clipboard.write({ kind: "text", text: "alive" });
      expect(new TextDecoder().decode(await pasteElsewhere())).toBe("alive");
    });

  if (takesImages)
    test("says once that the display is gone", async () => {
      await server.stop();
      await waitUntil("news of the loss", () => losses === 1);
    });
});
