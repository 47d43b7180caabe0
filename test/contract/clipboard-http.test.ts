/** The clipboard over HTTP with the real server and agent, on a machine without a display: who may ask, and what is answered. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { type FileWorld, startFileWorld, type Technician } from "../fakes/file-world.ts";
import { hasForeignDisplay } from "../fakes/foreign-display.ts";

setDefaultTimeout(60_000);

let world: FileWorld;
let tess: Technician;
beforeAll(async () => {
  world = await startFileWorld();
  tess = await world.technician("Tess", ["view", "control", "clipboard"]);
});
afterAll(() => world.stop());

const clipboard = (by: Technician, method: string, body?: Uint8Array<ArrayBuffer> | string, type = "text/plain") =>
  by.files(method, "/../clipboard", body === undefined ? {} : { body, headers: { "Content-Type": type } });
const codeOf = async (answer: Response) =>
  `${answer.status} ${((await answer.json()) as { error?: { code: string } }).error?.code}`;

test("takes the permission, in the session that it is held in", async () => {
  const other = await world.technician("Otto", ["view", "control", "files_read", "files_write"]);
  expect(await codeOf(await clipboard(other, "GET"))).toBe("403 forbidden");
  expect(await codeOf(await clipboard(other, "PUT", "text"))).toBe("403 forbidden");
  const inTheirs = { ...tess, files: other.files };
  expect(await codeOf(await clipboard(inTheirs, "GET"))).toBe("403 forbidden");
});

const hasDisplay = await hasForeignDisplay();

test.skipIf(hasDisplay)("says in words that there is no clipboard (needs a computer without a display)", async () => {
  const answer = await clipboard(tess, "GET");
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain("clipboard cannot be read");
});

test("takes text and PNG pictures up to its bound, and nothing else", async () => {
  expect(await codeOf(await clipboard(tess, "PUT", "<b>", "text/html"))).toBe("400 invalid_request");
  expect(await codeOf(await clipboard(tess, "PUT", "no picture", "image/png"))).toBe("400 not_png");
  expect(await codeOf(await clipboard(tess, "PUT", new Uint8Array([0xff, 0xfe])))).toBe("400 not_text");
  expect(await codeOf(await clipboard(tess, "PUT", new Uint8Array(16 * 1024 * 1024 + 1)))).toBe(
    "413 payload_too_large",
  );
});
