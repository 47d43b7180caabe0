/** Files by the messages of the plain protocol: the real agent as a process, spoken to as a relay speaks for a viewer that knows no HTTP. */
import { afterAll, beforeAll, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MAX_FILE_CHUNK_BYTES } from "../../protocol/limits.ts";
import { type AgentSideServer, GOOD_TOKEN, SESSION_ID, startAgentSideServer } from "../fakes/agent-side-server.ts";
import { followLog } from "../fakes/process-log.ts";
import { waitUntil } from "../fakes/wait-until.ts";

setDefaultTimeout(30_000);

const MAIN = fileURLToPath(new URL("../../agent/main.ts", import.meta.url));
/** `elevated` for where the tests run as root and nobody sits at the machine. */
const PERMISSIONS = ["view", "files_read", "files_write", "elevated"];

let home: string;
let folder: string;
let server: AgentSideServer;
let agent: Bun.Subprocess;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "remotelink-plain-files-"));
  server = startAgentSideServer();
  const config = ["--config", join(home, "agent.json"), "--server", server.url, "--enroll", GOOD_TOKEN];
  const started = Bun.spawn([process.execPath, MAIN, ...config], {
    env: { PATH: process.env.PATH ?? "", HOME: home },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  agent = started;
  await followLog("agent", started).waitFor(/online at/);
  // Files need no picture; a session they need.
  const stream = { stream: 1, codecs: ["tiles"], max_fps: 30, jpeg_fps: 4, permissions: PERMISSIONS };
  server.say({ type: "start_stream", session_id: SESSION_ID, ...stream });
});
beforeEach(() => {
  folder = mkdtempSync(join(home, "files-"));
  server.said.length = 0;
});
afterAll(async () => {
  agent?.kill();
  await agent?.exited;
  await server?.stop();
  rmSync(home, { recursive: true, force: true });
});

function say(message: object, permissions: readonly string[] = PERMISSIONS): void {
  server.say({ session_id: SESSION_ID, viewer_id: "v1", permissions, ...message });
}

function random(bytes: number): Buffer {
  return Buffer.from(Array.from({ length: bytes }, (_, at) => (at * 31 + (at >> 8) * 17) & 0xff));
}

function upload(filename: string, content: Buffer, to = folder): void {
  say({ type: "file_upload_start", filename, dest_path: to });
  for (let seq = 0; seq * MAX_FILE_CHUNK_BYTES < content.length; seq++) {
    const chunk = content.subarray(seq * MAX_FILE_CHUNK_BYTES, (seq + 1) * MAX_FILE_CHUNK_BYTES).toString("base64");
    say({ type: "file_upload_chunk", chunk, seq });
  }
  say({ type: "file_upload_end" });
}

const errors = () => server.said.filter(({ type }) => type === "error");

test("a folder is listed", async () => {
  writeFileSync(join(folder, "a.txt"), "hello");
  mkdirSync(join(folder, "sub"));
  say({ type: "list_files", path: folder });
  const list = await server.heard("file_list");
  expect(list).toMatchObject({ session_id: SESSION_ID, path: folder });
  expect(list.entries).toContainEqual(expect.objectContaining({ name: "a.txt", type: "file", size: 5 }));
  expect(list.entries).toContainEqual(expect.objectContaining({ name: "sub", type: "directory" }));
});

test("what cannot be listed says why", async () => {
  say({ type: "list_files", path: join(folder, "nothing") });
  expect(await server.heard("file_list")).toMatchObject({ entries: [], error: expect.stringContaining("nothing") });
});

test("a file is sent in chunks of 64 KiB, in order, and the last one says so", async () => {
  const content = random(1_000_000);
  writeFileSync(join(folder, "big.bin"), content);
  say({ type: "file_download", path: join(folder, "big.bin") });
  await waitUntil("the last chunk", () => server.said.some(({ type, done }) => type === "file_chunk" && done === true));
  const chunks = server.said.filter(({ type }) => type === "file_chunk");
  expect(chunks.map(({ seq }) => seq)).toEqual(chunks.map((_, index) => index));
  const pieces = chunks.map(({ chunk }) => Buffer.from(String(chunk), "base64"));
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(MAX_FILE_CHUNK_BYTES);
  expect(Buffer.concat(pieces).equals(content)).toBe(true);
});

test("an upload is there when all of it is, under its name, and nothing beside it", async () => {
  const content = random(700_001);
  upload("new.bin", content);
  await waitUntil("the file", () => existsSync(join(folder, "new.bin")));
  expect(readFileSync(join(folder, "new.bin")).equals(content)).toBe(true);
  expect(readdirSync(folder)).toEqual(["new.bin"]);
  upload("new.bin", Buffer.from("shorter"));
  await waitUntil("the other content", () => readFileSync(join(folder, "new.bin"), "utf8") === "shorter");
});

test("an upload that lost a chunk is none", async () => {
  say({ type: "file_upload_start", filename: "torn.bin", dest_path: folder });
  say({ type: "file_upload_chunk", chunk: random(10).toString("base64"), seq: 0 });
  say({ type: "file_upload_chunk", chunk: random(10).toString("base64"), seq: 2 });
  say({ type: "file_upload_end" });
  expect(await server.heard("error")).toMatchObject({ message: expect.stringContaining("number 1 was expected") });
  expect(existsSync(join(folder, "torn.bin"))).toBe(false);
});

test("nothing leads out of the folder that was named", async () => {
  symlinkSync("/etc", join(folder, "link"));
  for (const filename of ["../out.txt", "..", "a/b.txt"]) {
    server.said.length = 0;
    upload(filename, Buffer.from("x"));
    await waitUntil("the refusal", () => errors().length > 0);
  }
  server.said.length = 0;
  say({ type: "file_download", path: `${folder}/../../etc/hostname` });
  await waitUntil("the refusal", () => errors().length > 0);
  expect(server.said.filter(({ type }) => type === "file_chunk")).toEqual([]);
  expect(readdirSync(folder)).toEqual(["link"]);
});

test("without the permission nothing of it happens, whatever the relay let through", async () => {
  writeFileSync(join(folder, "secret.txt"), "secret");
  say({ type: "file_download", path: join(folder, "secret.txt") }, ["view", "files_write", "elevated"]);
  say({ type: "file_upload_start", filename: "in.txt", dest_path: folder }, ["view", "files_read", "elevated"]);
  say({ type: "list_files", path: folder });
  await server.heard("file_list");
  expect(server.said.filter(({ type }) => type === "file_chunk")).toEqual([]);
  expect(readdirSync(folder)).toEqual(["secret.txt"]);
});

test("what a viewer that left was uploading is not put in place", async () => {
  say({ type: "file_upload_start", filename: "half.bin", dest_path: folder });
  say({ type: "file_upload_chunk", chunk: random(1_000).toString("base64"), seq: 0 });
  server.say({ type: "viewer_left", session_id: SESSION_ID, viewer_id: "v1" });
  say({ type: "list_files", path: folder });
  await server.heard("file_list");
  expect(existsSync(join(folder, "half.bin"))).toBe(false);
});
