/** The machine's desktop as its sessions share it: the display, one injector for it, and screen streams of it. */
import { openCommandClipboard } from "./clipboard/command-clipboard.ts";
import { createDesktopClipboard, type DesktopClipboard } from "./clipboard/desktop-clipboard.ts";
import { openX11Clipboard } from "./clipboard/x11-clipboard.ts";
import type { Clock } from "./clock.ts";
import { type FoundDisplay, findDisplay } from "./display/find-display.ts";
import { reasonOf } from "./exit.ts";
import type { Injector } from "./input/injector.ts";
import { createInputQueue, type InputQueue } from "./input/input-queue.ts";
import { openInjector } from "./input/open-injector.ts";
import { releaseLeftoversOf } from "./input/release-leftovers.ts";
import type { Log } from "./log.ts";
import type {
  CaptureBackend,
  CreateScreenStream,
  DisplayAccess,
  ScreenStream,
  ScreenStreamEvents,
} from "./stream/screen-stream.ts";

export interface Desktop {
  /** Finds the display anew: it may have come, gone or changed. */
  reach(): Promise<FoundDisplay>;
  readonly input: InputQueue;
  readonly clipboard: DesktopClipboard;
  /** Lets go of what an agent before this one held when it was killed. */
  releaseLeftovers(): Promise<void>;
  openStream(access: DisplayAccess, events: ScreenStreamEvents): ScreenStream;
  /** Gives back what was remapped. */
  close(): Promise<void>;
}

export type DesktopOptions = {
  backend: CaptureBackend;
  createScreenStream: CreateScreenStream;
  clock: Clock;
  log: Log;
};

/** After a failure input stays off for this long: a display that is gone is not asked again with every key. */
const INJECTOR_RETRY_MS = 1_000;

export function createDesktop(options: DesktopOptions): Desktop {
  const { backend, clock, log } = options;
  let injector: Promise<Injector | null> | null = null;
  let retryAt = 0;

  const reach = (): Promise<FoundDisplay> =>
    process.platform === "linux"
      ? findDisplay()
      : Promise.resolve({ kind: "found", access: { display: "", authority: null } });

  const clipboard = createDesktopClipboard({
    open: backend === "x11" ? openX11Clipboard : openCommandClipboard,
    async findDisplay() {
      const found = await reach();
      if (found.kind === "problem") throw new Error(found.message);
      return found.access;
    },
    clock,
    log,
  });

  async function open(): Promise<Injector | null> {
    const found = await reach();
    if (found.kind === "problem") {
      fail(found.message);
      return null;
    }
    try {
      return await openInjector(backend, found.access, { lost: () => fail("the display closed the connection") });
    } catch (failure) {
      fail(reasonOf(failure));
      return null;
    }
  }

  function fail(reason: string): void {
    log.detail(`input is off: ${reason}`);
    injector = null;
    retryAt = clock.now() + INJECTOR_RETRY_MS;
  }

  async function current(): Promise<Injector | null> {
    if (!injector) {
      if (clock.now() < retryAt) return null;
      const opening = open();
      injector = opening;
      if ((await opening) === null && injector === opening) injector = null;
      return opening;
    }
    return injector;
  }

  return {
    reach,
    input: createInputQueue({
      injector: current,
      now: () => clock.now(),
      failed: (failure) => log.detail(`input failed: ${reasonOf(failure)}`),
    }),
    async releaseLeftovers() {
      if (backend !== "x11") return;
      const found = await reach();
      if (found.kind === "problem") return;
      await releaseLeftoversOf(found.access).catch((failure) => log.detail(`keys not checked: ${reasonOf(failure)}`));
    },
    clipboard,
    openStream(access, events) {
      clipboard.use(access);
      return options.createScreenStream({ backend, access }, events);
    },
    async close() {
      clipboard.close();
      const last = await injector;
      injector = null;
      await last?.close();
    },
  };
}
