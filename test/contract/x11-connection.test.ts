/** The X11 client against real X servers: who is let in, what an error does, and what the end of a server does. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSocketImage } from "../../agent/capture/x11/screen-image.ts";
import { getAtomName, internAtom } from "../../agent/x11/atoms.ts";
import { connectX, X_ERROR_CODE, XClosedError, type XConnection, XError } from "../../agent/x11/connection.ts";
import { XRequest } from "../../agent/x11/request.ts";
import { getRootImage } from "../../agent/x11/screen.ts";
import { attachShm } from "../../agent/x11/shm.ts";
import { noisePixels, XPainter } from "../fakes/x-painter.ts";
import { startXServer, type XServer } from "../fakes/x-server.ts";

const MAP_WINDOW = 8;
const GET_GEOMETRY = 14;
const NO_WINDOW = 0x1234_5678 & 0x1fff_ffff;

describe("a connection", () => {
  let server: XServer;
  let x: XConnection;

  beforeAll(async () => {
    server = await startXServer({ width: 800, height: 600 });
    x = await connectX(server.display, null);
  });
  afterAll(async () => {
    x.close();
    await server.stop();
  });

  test("knows the screen", () => {
    expect(x.setup.screen).toMatchObject({ width: 800, height: 600, depth: 24, bitsPerPixel: 32, isBgrx: true });
  });

  test("gives each request its own reply", async () => {
    const names = ["ALPHA", "BETA", "GAMMA", "DELTA"];
    const atoms = await Promise.all(names.map((name) => internAtom(x, name)));
    expect(await Promise.all(atoms.map((atom) => getAtomName(x, atom)))).toEqual(names);
  });

  test("rejects a request that the server refuses, and goes on", async () => {
    const refused = x.ask(new XRequest(GET_GEOMETRY).u32(NO_WINDOW));
    expect(await refused.catch((cause) => cause)).toBeInstanceOf(XError);
    await x.roundTrip();
  });

  test("an error that nobody waits for ends nothing", async () => {
    x.send(new XRequest(MAP_WINDOW).u32(NO_WINDOW));
    await x.roundTrip();
    expect(x.isClosed).toBe(false);
  });

  test("confirms requests without a reply", async () => {
    await x.confirm(new XRequest(MAP_WINDOW).u32(x.setup.screen.root));
    const refused = await x.confirm(new XRequest(MAP_WINDOW).u32(NO_WINDOW)).catch((cause) => cause);
    expect((refused as XError).code).toBe(X_ERROR_CODE.badWindow);
  });

  test("says when an extension is missing", async () => {
    expect(await x.extension("NO-SUCH-EXTENSION")).toBeNull();
    expect(await x.extension("DAMAGE")).not.toBeNull();
  });

  test("a hundred thousand requests wrap the sequence numbers without mixing replies", async () => {
    for (let count = 0; count < 100_000; count++) x.send(new XRequest(127));
    const atom = await internAtom(x, "AFTER");
    expect(await getAtomName(x, atom)).toBe("AFTER");
  });

  test("shared memory that the server cannot attach is no error", async () => {
    expect(await attachShm(x, 0x7fff_fff0)).toBeNull();
  });

  test("brings the same pixels through the socket as the screen has", async () => {
    const painter = await XPainter.open(server.display);
    const area = { x: 100, y: 50, width: 400, height: 300 };
    painter.putImage(painter.root, area, noisePixels(400, 300, 5));
    await painter.done();
    const image = openSocketImage(x, area);
    await image.fetchRows([
      { y: 0, height: 100 },
      { y: 100, height: 200 },
    ]);
    expect(Buffer.from(image.frame.memory.bytes).equals(await getRootImage(x, area))).toBe(true);
    image.release();
    painter.close();
  });
});

test("what waits is rejected when the server dies, and so is what comes later", async () => {
  const server = await startXServer();
  const x = await connectX(server.display, null);
  const stopped = server.stop();
  expect(await x.closed).toBeInstanceOf(XClosedError);
  await stopped;
  expect(await x.roundTrip().catch((cause) => cause)).toBeInstanceOf(XClosedError);
  x.send(new XRequest(127));
  x.close();
});

test("says that nobody listens, and that a display is none of this machine", async () => {
  for (const display of [":59999", "otherhost:0", "nonsense"]) {
    const refused = await connectX(display, null).catch((cause) => cause);
    expect(refused).toMatchObject({ name: "XConnectError", problem: "no_display" });
  }
});

test("is let in with the cookie of the Xauthority file, and told when it lacks one", async () => {
  const directory = mkdtempSync(join(tmpdir(), "remotelink-x-auth-"));
  const authority = join(directory, "Xauthority");
  const cookie = "0123456789abcdef0123456789abcdef";
  const xauth = async (display: string) => {
    const child = Bun.spawn(["xauth", "-f", authority, "add", display, "MIT-MAGIC-COOKIE-1", cookie], {
      stdout: "ignore",
      stderr: "ignore",
    });
    expect(await child.exited).toBe(0);
  };
  // The server takes any cookie of its file, whatever display the entry names.
  await xauth(":0");
  const server = Bun.spawn(["Xvfb", "-displayfd", "1", "-auth", authority, "-nolisten", "tcp", "-noreset"], {
    stdout: "pipe",
    stderr: "ignore",
  });
  try {
    const { value } = await server.stdout.getReader().read();
    const display = `:${new TextDecoder().decode(value).trim()}`;
    expect(await connectX(display, null).catch((cause) => cause.problem)).toBe("no_authority");
    expect(await connectX(display, join(directory, "missing")).catch((cause) => cause.problem)).toBe("no_authority");
    await xauth(display);
    const x = await connectX(display, authority);
    await x.roundTrip();
    x.close();
  } finally {
    server.kill();
    await server.exited;
    rmSync(directory, { recursive: true, force: true });
  }
});
