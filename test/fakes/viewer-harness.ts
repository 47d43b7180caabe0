/** The viewer's engine in a real browser, built as the product's page is, against a server that plays the relay. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ServerWebSocket } from "bun";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";
import { type FramebufferUpdate, writeFramebufferUpdate } from "../../protocol/binary/framebuffer-update.ts";
import { PERMISSIONS } from "../../protocol/permissions.ts";
import { securityHeaders } from "../../src/http/middleware/security-headers.ts";
import { startBrowser } from "./browser-process.ts";
import type {} from "./viewer-page/main.ts";
import { waitUntil } from "./wait-until.ts";

type Json = { type: string; [field: string]: unknown };

/** How a connection was asked for, and the side that plays the relay once it is made. */
type Asked = { protocols: string; query: URLSearchParams; side: RelaySide | null };

/** One connection of the viewer, from the relay's side. */
export class RelaySide {
  readonly messages: Json[] = [];
  isOpen = true;
  readonly #socket: ServerWebSocket<Asked>;

  constructor(socket: ServerWebSocket<Asked>) {
    this.#socket = socket;
  }

  get asked(): Asked {
    return this.#socket.data;
  }

  ofType(type: string): Json[] {
    return this.messages.filter((message) => message.type === type);
  }

  /** Frames acknowledged so far, in order. */
  acks(): unknown[] {
    return this.ofType("frame_ack").map(({ frame }) => frame);
  }

  tell(message: Json): void {
    this.#socket.send(JSON.stringify(message));
  }

  sessionState(state: string, fields: object = {}): void {
    const machine = { id: "m", name: "web-01", can_wake: false };
    this.tell({ type: "session_state", state, viewers: [], permissions: [...PERMISSIONS], machine, ...fields });
  }

  send(message: Uint8Array): void {
    this.#socket.send(message);
  }

  update(update: FramebufferUpdate): void {
    this.send(writeFramebufferUpdate(update));
  }

  close(code: number, reason = ""): void {
    this.#socket.close(code, reason);
  }

  /** As when the network is cut: no closing handshake. */
  cut(): void {
    this.#socket.terminate();
  }
}

export type ViewerHarness = {
  page: Page;
  /** Every connection so far. */
  connections: RelaySide[];
  /** Waits for the viewer's n-th connection, counting from 1. */
  connection(number: number): Promise<RelaySide>;
  /** The first connection of a new page, with an active session. */
  open(): Promise<RelaySide>;
  /** Breaches of the content policy, in the page or in its worker. */
  violations: string[];
  /** While true, nobody gets a socket. */
  refuse(isRefusing: boolean): void;
  stop(): Promise<void>;
};

export async function startViewerHarness(viewport = { width: 1280, height: 800 }): Promise<ViewerHarness> {
  const directory = await buildPage();
  const connections: RelaySide[] = [];
  const violations: string[] = [];
  let isRefusing = false;
  const server = Bun.serve<Asked, never>({
    port: 0,
    async fetch(request, server) {
      const url = new URL(request.url);
      if (url.pathname === "/ws/viewer") {
        const protocols = request.headers.get("Sec-WebSocket-Protocol") ?? "";
        const data: Asked = { protocols, query: url.searchParams, side: null };
        const headers = { "Sec-WebSocket-Protocol": "remotelink.v1" };
        const isUpgraded = !isRefusing && server.upgrade(request, { headers, data });
        return isUpgraded ? undefined : new Response(null, { status: 503 });
      }
      if (url.pathname === "/violation") {
        violations.push(await request.text());
        return new Response(null, { status: 204 });
      }
      return await servePage(directory, url);
    },
    websocket: {
      perMessageDeflate: false,
      open(socket) {
        socket.data.side = new RelaySide(socket);
        connections.push(socket.data.side);
      },
      message(socket, message) {
        if (typeof message === "string") socket.data.side?.messages.push(JSON.parse(message));
      },
      close({ data }) {
        if (data.side) data.side.isOpen = false;
      },
    },
  });
  let browser: Browser | null = null;
  try {
    browser = await startBrowser();
    const page = await browser.newPage({ viewport });
    page.on("console", (message) => {
      if (/content security policy/i.test(message.text())) violations.push(message.text());
    });
    const connection = (number: number) => waitUntil(`connection ${number}`, () => connections[number - 1]);
    return {
      page,
      connections,
      violations,
      connection,
      async open() {
        connections.length = 0;
        await page.goto(`http://127.0.0.1:${server.port}/`);
        const first = await connection(1);
        first.sessionState("active");
        return first;
      },
      refuse(value) {
        isRefusing = value;
      },
      async stop() {
        await browser?.close();
        await server.stop(true);
        await rm(directory, { recursive: true, force: true });
      },
    };
  } catch (failure) {
    await browser?.close();
    await server.stop(true);
    await rm(directory, { recursive: true, force: true });
    throw failure;
  }
}

async function servePage(directory: string, url: URL): Promise<Response> {
  const file = Bun.file(join(directory, url.pathname === "/" ? "index.html" : url.pathname));
  if (!(await file.exists())) return new Response(null, { status: 404 });
  const headers = new Headers(securityHeaders({ origin: url.origin, isHttps: false }));
  // What a worker breaks is not told to the page.
  headers.set("Content-Security-Policy", `${headers.get("Content-Security-Policy")}; report-uri /violation`);
  return new Response(file, { headers });
}

async function buildPage(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "remotelink-viewer-"));
  await build({
    configFile: false,
    logLevel: "error",
    root: fileURLToPath(new URL("./viewer-page/", import.meta.url)),
    worker: { format: "es" },
    build: { outDir: directory, target: "es2023", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  });
  return directory;
}
