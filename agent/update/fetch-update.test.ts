import { afterAll, beforeAll, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fetchUpdate } from "./fetch-update.ts";

const AGENT = new Uint8Array(60_000).map((_, index) => index % 251);
const update = {
  version: "2.0.0",
  size: AGENT.length,
  sha256: new Bun.CryptoHasher("sha256").update(AGENT).digest("hex"),
  asked_at: undefined,
};
const asked: string[] = [];

let directory: string;
let server: Bun.Server<undefined>;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "remotelink-fetch-update-"));
  server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch(request) {
      const { pathname } = new URL(request.url);
      asked.push(pathname);
      if (pathname === "/packed.gz") return new Response(Bun.gzipSync(AGENT));
      if (pathname === "/bomb.gz") return new Response(Bun.gzipSync(new Uint8Array(64 * 1024 * 1024)));
      if (pathname === "/plain") return new Response(AGENT);
      if (pathname === "/moved.gz") return Response.redirect("/plain", 302);
      return new Response("no", { status: 404 });
    },
  });
});
afterAll(async () => {
  await server.stop(true);
  rmSync(directory, { recursive: true, force: true });
});

const fetchTo = (place: string, path: string, change: Partial<typeof update> = {}) =>
  fetchUpdate(
    { ...update, ...change, path },
    { server: server.url.origin, place, signal: new AbortController().signal },
  );

test.each(["/packed", "/plain"])("%s is brought whole, also where a link was put in its place", async (path) => {
  const place = join(directory, "link.next");
  const other = join(directory, "other");
  writeFileSync(other, "mine");
  symlinkSync(other, place);
  await fetchTo(place, path);
  expect(new Uint8Array(readFileSync(place))).toEqual(AGENT);
  expect(readFileSync(other, "utf8")).toBe("mine");
  rmSync(place);
});

test.each([
  ["/bomb", {}, "larger than what was signed"],
  ["/plain", { size: AGENT.length - 1 }, "larger than what was signed"],
  ["/plain", { size: AGENT.length + 1 }, "smaller than what was signed"],
  ["/plain", { sha256: "ab".repeat(32) }, "its SHA-256 is not the one"],
  ["/moved", {}, "HTTP 302"],
  ["/nothing", {}, "does not have /nothing"],
] as const)("%s with %j is not taken, and nothing is left of it", async (path, change, why) => {
  const place = join(directory, "refused.next");
  asked.length = 0;
  await expect(fetchTo(place, path, change)).rejects.toThrow(why);
  expect(existsSync(place)).toBe(false);
  if (path === "/moved") expect(asked).toEqual(["/moved.gz"]);
});

test("a disk that takes no more than a part of it is noticed", async () => {
  const place = join(directory, "short.next");
  const script = join(directory, "fetch.ts");
  writeFileSync(
    script,
    `import { fetchUpdate } from ${JSON.stringify(new URL("./fetch-update.ts", import.meta.url).pathname)};
     const update = ${JSON.stringify({ ...update, path: "/plain" })};
     const to = { server: ${JSON.stringify(server.url.origin)}, place: ${JSON.stringify(place)} };
     await fetchUpdate(update, { ...to, signal: new AbortController().signal }).then(
       () => console.log("taken"),
       (failure) => console.log(failure.message),
     );`,
  );
  // A limit for files is met like the end of a disk: what fits is written, and only the next write fails.
  const limited = `trap '' XFSZ; ulimit -f 100; exec "$0" "$1"`;
  const child = Bun.spawn(["sh", "-c", limited, process.execPath, script], { stderr: "inherit" });
  expect(await new Response(child.stdout).text()).toStartWith("the download failed: EFBIG");
  expect(existsSync(place)).toBe(false);
});
