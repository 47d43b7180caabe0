import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkOffer } from "../../agent/update/check-offer.ts";
import { errorBody } from "../../protocol/rest/shapes.ts";
import { type ServerWorld, startWorld } from "../fakes/server-world.ts";

setDefaultTimeout(60_000);

const AGENT = "remotelink-agent-linux";
const CONTENT = Buffer.from("an agent's bytes, or what stands for them");

const RELEASE = {
  name: AGENT,
  os: "linux",
  arch: "x64",
  size: CONTENT.length,
  sha256: new Bun.CryptoHasher("sha256").update(CONTENT).digest("hex"),
};

let directory: string;
let world: ServerWorld;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "remotelink-files-"));
  const files: Record<string, string | Uint8Array> = {
    "downloads/manifest.json": JSON.stringify({ version: "9.1.0", files: [RELEASE] }),
    [`downloads/${AGENT}`]: CONTENT,
    [`downloads/${AGENT}.gz`]: Bun.gzipSync(CONTENT),
    [`downloads/${AGENT}.part`]: "half",
    "web/index.html": "<!doctype html>",
    "web/assets/app-1a2b3c.js": "export {};",
    "web/assets/app-1a2b3c.js.gz": Bun.gzipSync("export {};"),
    "web/icon.svg": "<svg/>",
    "secret.txt": "secret",
  };
  for (const name of ["downloads", "web/assets"]) mkdirSync(join(directory, name), { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
  const directories = { web: join(directory, "web"), downloads: join(directory, "downloads") };
  world = await startWorld("embedded", {}, directories);
});
afterAll(async () => {
  await world.stop();
  rmSync(directory, { recursive: true, force: true });
});

const get = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(world.url + path, { method, headers: { "Accept-Encoding": "identity", ...headers } });

describe("a download", () => {
  test("is an attachment under its own name, whole or as .gz", async () => {
    for (const name of [AGENT, `${AGENT}.gz`, "manifest.json"]) {
      const answer = await get(`/downloads/${name}`);
      expect([answer.status, answer.headers.get("content-disposition")]).toEqual([
        200,
        `attachment; filename="${name}"`,
      ]);
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    }
    const unpacked = Bun.gunzipSync(await (await get(`/downloads/${AGENT}.gz`)).bytes());
    expect(Buffer.from(unpacked)).toEqual(CONTENT);
  });

  test("is signed in the manifest with the key that agents pin, for a day", async () => {
    const { version, files } = await (await get("/downloads/manifest.json")).json();
    const { os: _, arch: __, ...described } = RELEASE;
    expect(version).toBe("9.1.0");
    expect(files).toEqual([
      { ...described, platform: "linux-x64", expires_at: expect.any(String), signature: expect.any(String) },
    ]);
    const own = {
      publicKey: world.server.services.keys.updatePublicKey,
      version: "9.0.9",
      platform: "linux-x64",
      nowMs: Date.now(),
    };
    const offer = { ...files[0], version, url: `/downloads/${AGENT}` };
    expect(checkOffer(offer, own)).toMatchObject({ version, sha256: RELEASE.sha256 });
    expect(() => checkOffer(offer, { ...own, nowMs: Date.now() + 25 * 3_600_000 })).toThrow("expired");
  });

  test("is told by HEAD with its length", async () => {
    const { status, headers } = await get(`/downloads/${AGENT}`, {}, "HEAD");
    expect([status, headers.get("content-length"), headers.get("accept-ranges")]).toEqual([
      200,
      String(CONTENT.length),
      "bytes",
    ]);
  });

  test("goes on where it was cut off", async () => {
    const rest = await get(`/downloads/${AGENT}`, { Range: "bytes=10-" });
    expect([rest.status, rest.headers.get("content-range")]).toEqual([
      206,
      `bytes 10-${CONTENT.length - 1}/${CONTENT.length}`,
    ]);
    expect(Buffer.from(await rest.bytes())).toEqual(CONTENT.subarray(10));
    expect((await get(`/downloads/${AGENT}`, { Range: `bytes=${CONTENT.length}-` })).status).toBe(416);
  });

  test("is not sent again to who has it, by tag or by time", async () => {
    const { headers } = await get(`/downloads/${AGENT}`);
    const [tag, modified] = [headers.get("etag") ?? "", headers.get("last-modified") ?? ""];
    const statuses = [
      await get(`/downloads/${AGENT}`, { "If-None-Match": tag }),
      await get(`/downloads/${AGENT}`, { "If-None-Match": `"other", W/${tag}` }),
      await get(`/downloads/${AGENT}`, { "If-Modified-Since": modified }),
      await get(`/downloads/${AGENT}`, { "If-None-Match": '"other"', "If-Modified-Since": modified }),
      await get(`/downloads/${AGENT}`, { "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT" }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([304, 304, 304, 200, 200]);
  });

  test("is changed when its file is", async () => {
    const before = (await get(`/downloads/${AGENT}.gz`)).headers.get("etag") ?? "";
    writeFileSync(join(directory, `downloads/${AGENT}.gz`), Bun.gzipSync("another agent"));
    expect((await get(`/downloads/${AGENT}.gz`, { "If-None-Match": before })).status).toBe(200);
  });

  test("is nothing half-written, hidden or not there", async () => {
    for (const name of [`${AGENT}.part`, ".hidden", "none", ""]) {
      expect([name, (await get(`/downloads/${name}`)).status]).toEqual([name, 404]);
    }
  });
});

describe("the UI", () => {
  test("has hashed assets that are kept for ever, and a page that is asked for each time", async () => {
    const asset = await get("/assets/app-1a2b3c.js");
    expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(asset.headers.get("content-type")).toContain("javascript");
    const page = await get("/machines");
    expect(page.headers.get("cache-control")).toBe("no-cache");
    const known = await get("/machines", { "If-None-Match": page.headers.get("etag") ?? "" });
    expect(known.status).toBe(304);
    expect(known.headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  test("is sent smaller to who takes that, under a tag of its own", async () => {
    const plain = await get("/assets/app-1a2b3c.js");
    const small = await get("/assets/app-1a2b3c.js", { "Accept-Encoding": "gzip" });
    const refused = await get("/assets/app-1a2b3c.js", { "Accept-Encoding": "gzip;q=0" });
    expect([plain, small, refused].map(({ headers }) => headers.get("content-encoding"))).toEqual([null, "gzip", null]);
    expect(small.headers.get("etag")).not.toBe(plain.headers.get("etag"));
    expect([plain, small].map(({ headers }) => headers.get("vary"))).toEqual(["Accept-Encoding", "Accept-Encoding"]);
    expect(await small.text()).toBe(await plain.text());
  });

  test("that is not there is not remembered as missing", async () => {
    const { status, headers } = await get("/assets/gone-4d5e6f.js");
    expect([status, headers.get("cache-control")]).toEqual([404, "no-store"]);
  });
});

test("no address leads out of the two directories", async () => {
  const ways = [
    "../secret.txt",
    "..%2fsecret.txt",
    "%2e%2e/secret.txt",
    "%252e%252e%252fsecret.txt",
    "..%5csecret.txt",
  ];
  const odd = [
    "..\\secret.txt",
    "....//secret.txt",
    "%00",
    "a%00.js",
    "%2fetc%2fpasswd",
    ".%2e/secret.txt",
    "%c0%ae%c0%ae/x",
  ];
  for (const base of ["/downloads/", "/assets/", "/assets/..%2f", "/"]) {
    for (const way of [...ways, ...odd]) {
      const answer = await get(base + way);
      expect([base + way, answer.status]).toEqual([base + way, 404]);
      errorBody.strict().parse(await answer.json());
    }
  }
});
