/** A machine's files over HTTP: the real server, the real agent, a real disk. */
import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeBatchEnd, writeFileHead } from "../../protocol/file-batch.ts";
import type { FolderListing } from "../../protocol/rest/files.ts";
import { type FileWorld, startFileWorld, type Technician } from "../fakes/file-world.ts";

setDefaultTimeout(60_000);

let files: FileWorld;
let ada: Technician;
beforeAll(async () => {
  files = await startFileWorld();
  ada = await files.technician("Tess");
});
afterAll(() => files.stop());
beforeEach(() => {
  rmSync(files.home, { recursive: true, force: true });
  mkdirSync(files.home);
});

const at = (name: string) => join(files.home, name);
const content = (path: string, more = "") => `/content?path=${encodeURIComponent(path)}${more}`;
const sha256 = (bytes: string | Uint8Array) => new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
const json = (body: object) => ({ body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
const codeOf = async (answer: Response) =>
  `${answer.status} ${((await answer.json()) as { error?: { code: string } }).error?.code ?? "fine"}`;
const list = async (path: string, by = ada) =>
  (await (await by.files("GET", `?path=${encodeURIComponent(path)}`)).json()) as FolderListing;
/** What anybody would call left over. */
const remains = () => readdirSync(files.home).filter((name) => name.endsWith(".part"));

describe("a folder", () => {
  test("is listed with sizes, times and links, at ~ and by its whole path", async () => {
    writeFileSync(at("a.txt"), "hello");
    mkdirSync(at("Folder ü"));
    symlinkSync("a.txt", at("link"));
    symlinkSync("/nowhere", at("dangling"));
    const home = await list("~");
    expect(home).toMatchObject({ path: files.home, home: files.home, is_cut: false });
    expect(home.free_bytes).toBeGreaterThan(0);
    expect(home.entries.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
      { name: "a.txt", type: "file", size: 5, modified_at: statSync(at("a.txt")).mtime.toISOString() },
      { name: "dangling", type: "symlink", size: 8, modified_at: expect.any(String), target_type: null },
      { name: "Folder ü", type: "directory", size: expect.any(Number), modified_at: expect.any(String) },
      { name: "link", type: "symlink", size: 5, modified_at: expect.any(String), target_type: "file" },
    ]);
    expect((await list(`${files.home}/Folder ü`)).entries).toEqual([]);
    expect((await list("/")).entries.map(({ name }) => name)).toContain("tmp");
  });

  test("that is none is refused in words", async () => {
    writeFileSync(at("a.txt"), "hello");
    expect(await codeOf(await ada.files("GET", "?path=~/none"))).toBe("404 not_found");
    expect(await codeOf(await ada.files("GET", "?path=~/a.txt"))).toBe("404 not_a_folder");
    for (const path of ["~/..", "/etc/../root", "relative", "~other", "~/a%00b"]) {
      expect([path, await codeOf(await ada.files("GET", `?path=${path}`))]).toEqual([path, "400 invalid_request"]);
    }
  });
});

describe("a download", () => {
  test("has its length, its name for any name, and its bytes", async () => {
    const name = `we"ird; näme 漢字's.txt`;
    writeFileSync(at(name), "hello");
    const answer = await ada.files("GET", content(`~/${name}`));
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-length")).toBe("5");
    expect(answer.headers.get("content-disposition")).toBe(
      `attachment; filename="we_ird; n_me __'s.txt"; filename*=UTF-8''we%22ird%3B%20n%C3%A4me%20%E6%BC%A2%E5%AD%97%27s.txt`,
    );
    expect(answer.headers.get("content-type")).toBe("application/octet-stream");
    expect(await answer.text()).toBe("hello");
  });

  test("is the part that Range names, while the file is the same", async () => {
    writeFileSync(at("a.txt"), "0123456789");
    const ask = async (range: string, more: Record<string, string> = {}) => {
      const answer = await ada.files("GET", content("~/a.txt"), { headers: { Range: range, ...more } });
      return [answer.status, answer.headers.get("content-range"), await answer.text()];
    };
    expect(await ask("bytes=2-4")).toEqual([206, "bytes 2-4/10", "234"]);
    expect(await ask("bytes=7-")).toEqual([206, "bytes 7-9/10", "789"]);
    expect(await ask("bytes=-3")).toEqual([206, "bytes 7-9/10", "789"]);
    expect(await ask("bytes=5-100")).toEqual([206, "bytes 5-9/10", "56789"]);
    expect(await ask("bytes=10-")).toEqual([416, "bytes */10", ""]);
    expect(await ask("lines=1-2")).toEqual([200, null, "0123456789"]);
    const { headers } = await ada.files("HEAD", content("~/a.txt"));
    const tag = headers.get("etag") ?? "";
    expect([headers.get("content-length"), headers.get("accept-ranges")]).toEqual(["10", "bytes"]);
    expect(await ask("bytes=2-4", { "If-Range": tag })).toEqual([206, "bytes 2-4/10", "234"]);
    expect(await ask("bytes=2-4", { "If-Range": '"another"' })).toEqual([200, null, "0123456789"]);
  });

  test("of more than fits any message comes whole", async () => {
    const bytes = crypto.getRandomValues(new Uint8Array(60_000));
    const large = Buffer.concat(Array.from({ length: 500 }, () => bytes));
    writeFileSync(at("large"), large);
    const answer = await ada.files("GET", content("~/large"));
    expect(answer.headers.get("x-content-length")).toBe(String(large.length));
    expect(sha256(await answer.bytes())).toBe(sha256(large));
  });

  test("of a folder is a zip with everything that can be read in it, and says what is left out", async () => {
    mkdirSync(at("docs/deep/er"), { recursive: true });
    writeFileSync(at("docs/ä.txt"), "umlaut");
    writeFileSync(at("docs/empty"), "");
    writeFileSync(at("docs/deep/er/x"), "x".repeat(300_000));
    symlinkSync("/etc/passwd", at("docs/link"));
    const answer = await ada.files("GET", content("~/docs"));
    expect(answer.headers.get("content-disposition")).toContain('filename="docs.zip"');
    expect(unzipped(await answer.bytes())).toEqual({
      "docs/ä.txt": "umlaut",
      "docs/empty": "",
      "docs/deep/er/x": "x".repeat(300_000),
      "NOT INCLUDED.txt": "These could not be read:\ndocs/link (a link to /etc/passwd)\n",
    });
  });

  test("of several paths is a zip of them, each under its name", async () => {
    mkdirSync(at("a"));
    mkdirSync(at("b"));
    writeFileSync(at("a/same"), "1");
    writeFileSync(at("b/same"), "2");
    const answer = await ada.files("GET", `${content("~/a/same")}&path=~/b/same`);
    expect(unzipped(await answer.bytes())).toEqual({ same: "1", "same (2)": "2" });
  });

  test("of what is no file, or is not there, is refused", async () => {
    Bun.spawnSync(["mkfifo", at("pipe")]);
    expect(await codeOf(await ada.files("GET", content("~/pipe")))).toBe("409 not_a_file");
    expect(await codeOf(await ada.files("GET", content("~/none")))).toBe("404 not_found");
    expect((await ada.files("HEAD", content("~/none"))).status).toBe(404);
  });
});

describe("an upload", () => {
  test("is in place whole, with its size and sum, and nothing is left over", async () => {
    const bytes = Buffer.alloc(5_000_000, "remote");
    const answer = await ada.files("PUT", content("~/new ü.bin"), { body: bytes });
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { path: at("new ü.bin"), size: bytes.length, sha256: sha256(bytes) },
    ]);
    expect(sha256(readFileSync(at("new ü.bin")))).toBe(sha256(bytes));
    expect(remains()).toEqual([]);
    expect((await ada.files("PUT", content("~/empty"), { body: "" })).status).toBe(200);
    expect(statSync(at("empty")).size).toBe(0);
  });

  test("does not replace a file unless it is told to, and replaces a link and not what it leads to", async () => {
    writeFileSync(at("a.txt"), "old");
    symlinkSync("a.txt", at("link"));
    expect(await codeOf(await ada.files("PUT", content("~/a.txt"), { body: "new" }))).toBe("409 already_exists");
    expect(readFileSync(at("a.txt"), "utf8")).toBe("old");
    expect((await ada.files("PUT", content("~/link", "&overwrite=true"), { body: "new" })).status).toBe(200);
    expect([readFileSync(at("a.txt"), "utf8"), readFileSync(at("link"), "utf8")]).toEqual(["old", "new"]);
    mkdirSync(at("folder"));
    expect(await codeOf(await ada.files("PUT", content("~/folder", "&overwrite=true"), { body: "x" }))).toBe(
      "409 is_a_folder",
    );
    expect(remains()).toEqual([]);
  });

  test("of other content than its sum says is refused, and leaves nothing", async () => {
    const digest = (text: string) => ({
      "Repr-Digest": `sha-256=:${Buffer.from(sha256(text), "hex").toString("base64")}:`,
    });
    const wrong = await ada.files("PUT", content("~/a"), { body: "hello", headers: digest("other") });
    expect(await codeOf(wrong)).toBe("400 checksum_mismatch");
    expect(readdirSync(files.home)).toEqual([]);
    expect((await ada.files("PUT", content("~/a"), { body: "hello", headers: digest("hello") })).status).toBe(200);
  });

  test("that was broken off five times goes on each time, and is right in the end", async () => {
    const bytes = crypto.getRandomValues(new Uint8Array(65_536));
    const whole = Buffer.concat(Array.from({ length: 160 }, () => bytes));
    const offset = async () => {
      const { headers, status } = await ada.files("HEAD", content("~/big", "&upload=one"));
      return status === 404 ? 0 : Number(headers.get("upload-offset"));
    };
    for (let broken = 0; broken < 5; broken++) {
      const from = await offset();
      const cut = from + 2_000_000 - (broken % 2);
      const stop = new AbortController();
      const body = new ReadableStream({
        async pull(controller) {
          controller.enqueue(whole.subarray(from, cut));
          // Broken off only once some of it is there.
          for (;;) {
            const there = readdirSync(files.home)[0];
            if (there && statSync(at(there)).size > from) break;
            await Bun.sleep(5);
          }
          stop.abort();
        },
      });
      const [method, more] = broken === 0 ? ["PUT", {}] : ["PATCH", { "Upload-Offset": String(from) }];
      const sending = ada.files(method as string, content("~/big", "&upload=one"), {
        body,
        signal: stop.signal,
        headers: more as Record<string, string>,
      });
      expect(await sending.catch(() => "broken off")).toBe("broken off");
      if (broken === 2) {
        await files.killAgent();
        await files.startAgent();
      }
      expect(existsSync(at("big"))).toBe(false);
    }
    const from = await offset();
    expect(from).toBeGreaterThan(5_000);
    const wrong = await ada.files("PATCH", content("~/big", "&upload=one"), {
      body: "x",
      headers: { "Upload-Offset": String(from + 1) },
    });
    expect([wrong.status, ((await wrong.json()) as { error: object }).error]).toMatchObject([
      409,
      { code: "wrong_offset", details: { upload_offset: from } },
    ]);
    const last = await ada.files("PATCH", content("~/big", "&upload=one"), {
      body: whole.subarray(from),
      headers: { "Upload-Offset": String(from) },
    });
    expect(await last.json()).toMatchObject({ size: whole.length, sha256: sha256(whole) });
    expect(sha256(readFileSync(at("big")))).toBe(sha256(whole));
    expect(readdirSync(files.home)).toEqual(["big"]);
  });

  test("in parts is put in place by the last", async () => {
    const first = await ada.files("PUT", content("~/a"), { body: "one ", headers: { "Upload-Complete": "?0" } });
    expect([first.headers.get("upload-offset"), await first.json()]).toEqual(["4", { upload_offset: 4 }]);
    expect(existsSync(at("a"))).toBe(false);
    expect((await ada.files("HEAD", content("~/a"))).headers.get("upload-offset")).toBe("4");
    const second = await ada.files("PATCH", content("~/a"), { body: "two", headers: { "Upload-Offset": "4" } });
    expect(await second.json()).toMatchObject({ size: 7, sha256: sha256("one two") });
  });

  test("cannot leave the folder by its name", async () => {
    for (const path of ["~/..", "~/../x", "~/a/../../x", "/", "~/%0a", "~/.", "x", `~/${"n".repeat(256)}`]) {
      const answer = await ada.files("PUT", `/content?path=${path}`, { body: "x" });
      expect([path, answer.status]).toEqual([path, 400]);
    }
    expect(await codeOf(await ada.files("PUT", content("~/none/x"), { body: "x" }))).toBe("404 not_found");
  });

  test("to a disk without room is refused, and leaves nothing", async () => {
    const small = at("small");
    mkdirSync(small);
    const mounted = Bun.spawnSync(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", small]);
    // Where no file system may be mounted there is no disk to fill.
    if (mounted.exitCode !== 0) return;
    try {
      const known = await ada.files("PUT", content("~/small/a"), { body: Buffer.alloc(30_000_000) });
      expect(await codeOf(known)).toBe("503 disk_full");
      const unknown = new ReadableStream({
        start(controller) {
          for (let i = 0; i < 40; i++) controller.enqueue(new Uint8Array(1_000_000));
          controller.close();
        },
      });
      expect(await codeOf(await ada.files("PUT", content("~/small/b"), { body: unknown }))).toBe("503 disk_full");
      expect(readdirSync(small)).toEqual([]);
    } finally {
      Bun.spawnSync(["umount", small]);
    }
  });
});

describe("many small files", () => {
  const batchOf = (entries: Record<string, string>) =>
    Buffer.concat([
      ...Object.entries(entries).flatMap(([path, text]) => [
        writeFileHead({ path, size: Buffer.byteLength(text) }),
        Buffer.from(text),
      ]),
      writeBatchEnd(),
    ]);
  const send = (body: BodyInit, more = "") => ada.files("POST", `/batch?path=~${more}`, { body });

  test("come in one body, into folders that are made for them", async () => {
    const entries = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`in/${i % 7}/f${i}.txt`, `text ${i}`]));
    const answer = await send(batchOf({ ...entries, "in/empty": "" }));
    expect(await answer.json()).toEqual({ written: 301, failed: [] });
    for (const [path, text] of Object.entries(entries)) expect(readFileSync(at(path), "utf8")).toBe(text);
    expect(readdirSync(at("in/3")).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  test("that cannot be written do not end the others, and none leaves the folder", async () => {
    mkdirSync(at("there"));
    mkdirSync(at("outside"));
    symlinkSync(at("outside"), at("link"));
    writeFileSync(at("old"), "old");
    const answer = await send(
      batchOf({ "../x": "1", "/etc/x": "2", "a/../../x": "3", "link/x": "4", old: "5", there: "6", "good/one": "7" }),
    );
    const { written, failed } = (await answer.json()) as { written: number; failed: { path: string; code: string }[] };
    expect([written, failed.map(({ path, code }) => `${path} ${code}`)]).toEqual([
      1,
      [
        "../x invalid_name",
        "/etc/x invalid_name",
        "a/../../x invalid_name",
        "link/x not_a_folder",
        "old already_exists",
        "there is_a_folder",
      ],
    ]);
    expect([readdirSync(at("outside")), readFileSync(at("old"), "utf8")]).toEqual([[], "old"]);
    expect((await (await send(batchOf({ old: "new" }), "&overwrite=true")).json()) as object).toMatchObject({
      written: 1,
    });
  });

  test("that are cut off or no batch are refused, and leave no half file", async () => {
    const cut = batchOf({ "a.txt": "whole", "b.txt": "half of it" }).subarray(0, -8);
    expect(await codeOf(await send(cut))).toBe("400 invalid_request");
    expect(readdirSync(files.home)).toEqual(["a.txt"]);
    expect(await codeOf(await send("no batch at all"))).toBe("400 invalid_request");
  });
});

describe("changes", () => {
  test("make folders, rename, and delete with all that is inside", async () => {
    const made = await ada.files("POST", "/folders", json({ path: "~/new" }));
    expect([made.status, await made.json()]).toEqual([201, { path: at("new") }]);
    expect(await codeOf(await ada.files("POST", "/folders", json({ path: "~/new" })))).toBe("409 already_exists");
    writeFileSync(at("new/a"), "1");
    const renamed = await ada.files("POST", "/rename", json({ path: "~/new", new_path: "~/old" }));
    expect(await renamed.json()).toEqual({ path: at("old") });
    expect(readFileSync(at("old/a"), "utf8")).toBe("1");
    const gone = await ada.files("DELETE", "", json({ paths: ["~/old"] }));
    expect(await gone.json()).toEqual({ deleted: 2 });
    expect(readdirSync(files.home)).toEqual([]);
    expect(await codeOf(await ada.files("DELETE", "", json({ paths: ["~/old"] })))).toBe("404 not_found");
  });

  test("replace nothing, and delete a link and not what it leads to", async () => {
    writeFileSync(at("a"), "a");
    writeFileSync(at("b"), "b");
    const taken = await ada.files("POST", "/rename", json({ path: "~/a", new_path: "~/b" }));
    expect(await codeOf(taken)).toBe("409 already_exists");
    expect(readFileSync(at("b"), "utf8")).toBe("b");
    mkdirSync(at("real"));
    writeFileSync(at("real/kept"), "kept");
    mkdirSync(at("doomed"));
    symlinkSync(at("real"), at("doomed/link"));
    expect(await (await ada.files("DELETE", "", json({ paths: ["~/doomed"] }))).json()).toEqual({ deleted: 2 });
    expect(readFileSync(at("real/kept"), "utf8")).toBe("kept");
    expect(await codeOf(await ada.files("DELETE", "", json({ paths: ["/"] })))).toBe("400 invalid_request");
  });
});

describe("who may", () => {
  test("is decided by the ticket: reading and writing apart, and nothing without one", async () => {
    writeFileSync(at("a"), "a");
    // Where nobody sits at the machine, a root agent lets only those in who may be root there.
    const reader = await files.technician("Reader", ["view", "control", "elevated", "files_read"]);
    const writer = await files.technician("Writer", ["view", "control", "elevated", "files_write"]);
    const neither = await files.technician("Neither", ["view", "control", "elevated"]);
    const statuses = async (by: Technician) => [
      (await by.files("GET", "?path=~")).status,
      (await by.files("GET", content("~/a"))).status,
      (await by.files("PUT", content("~/a", "&overwrite=true"), { body: "b" })).status,
      (await by.files("POST", "/folders", json({ path: `~/${by.person.id}` }))).status,
      (await by.files("DELETE", "", json({ paths: [`~/${by.person.id}`] }))).status,
    ];
    expect(await statuses(reader)).toEqual([200, 200, 403, 403, 403]);
    expect(await statuses(writer)).toEqual([403, 403, 200, 201, 200]);
    expect(await statuses(neither)).toEqual([403, 403, 403, 403, 403]);
    const elsewhere = { ...ada, sessionId: reader.sessionId };
    expect((await elsewhere.person.ask("GET", `/api/sessions/${reader.sessionId}/files`)).status).toBe(403);
  });

  test("is nobody outside the group, for whom there is no such session, and nobody once it ended", async () => {
    const stranger = await files.world.addUser("Stranger");
    const foreign = await stranger.ask("GET", `/api/sessions/${ada.sessionId}/files`);
    const missing = await stranger.ask("GET", `/api/sessions/${Bun.randomUUIDv7()}/files`);
    expect([foreign.status, foreign.body]).toEqual([404, missing.body]);
    const brief = await files.technician("Brief");
    await brief.person.ask("DELETE", `/api/sessions/${brief.sessionId}`);
    expect(await codeOf(await brief.files("GET", "?path=~"))).toBe("410 gone");
  });

  test("is on record for what reads or changes something", async () => {
    writeFileSync(at("seen"), "x");
    await (await ada.files("GET", content("~/seen"))).text();
    await ada.files("PUT", content("~/put"), { body: "x" });
    const { db } = files.world.server.services;
    const { auditLog } = await import("../../src/db/schema/audit-log.ts");
    const rows = (await db.select().from(auditLog)).map(
      ({ action, details }) => `${action} ${JSON.stringify(details)}`,
    );
    expect(rows.some((row) => row.startsWith("session.file_downloaded") && row.includes("~/seen"))).toBe(true);
    expect(rows.some((row) => row.startsWith("session.file_uploaded") && row.includes("~/put"))).toBe(true);
  });

  test("a machine that is away says so at once", async () => {
    await files.killAgent();
    const answer = await (async () => {
      for (;;) {
        const one = await ada.files("GET", "?path=~");
        if (one.status === 409) return one;
        await one.text();
      }
    })();
    expect(await codeOf(answer)).toBe("409 machine_offline");
    await files.startAgent();
  });
});

/** By a program that is not ours. */
function unzipped(zip: Uint8Array): Record<string, string> {
  const path = join(tmpdir(), `${crypto.randomUUID()}.zip`);
  writeFileSync(path, zip);
  const script =
    "import json,sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\n" +
    "print(json.dumps({n:z.read(n).decode() for n in z.namelist() if not n.endswith('/')}))";
  const { stdout, stderr } = Bun.spawnSync(["python3", "-c", script, path]);
  rmSync(path);
  try {
    return JSON.parse(stdout.toString());
  } catch {
    throw new Error(`no zip: ${stderr}`);
  }
}
