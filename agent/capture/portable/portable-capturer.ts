/**
 * Captures by polling whole pictures (node-screenshots): works wherever that library does, tells of no damage, no cursor
 * shape. Compares each picture with the last, so that only what changed goes further.
 */
import type { Monitor as NativeMonitor } from "node-screenshots";
import { ALL_MONITORS } from "../../../protocol/limits.ts";
import type { Monitor } from "../../../protocol/messages/fields.ts";
import { chooseMonitor, followMonitor, inReadingOrder } from "../../monitors/choose-monitor.ts";
import { describeMonitors } from "../../monitors/portable-monitors.ts";
import { allocate } from "../../native/native-memory.ts";
import { isConnected, loadScreenshots, type Screenshots } from "../../native/screenshots.ts";
import type { DisplayAccess } from "../../stream/screen-stream.ts";
import { connectX } from "../../x11/connection.ts";
import { XConnectError } from "../../x11/setup.ts";
import type { Area } from "../area.ts";
import {
  CaptureError,
  type Capturer,
  type CapturerEvents,
  type Frame,
  type Grab,
  type OpenCapturer,
} from "../capturer.ts";
import { changedBands, copyAsBgrx } from "./compare-pictures.ts";
import { joinPictures, type Picture } from "./join-pictures.ts";
import { PollRate } from "./poll-rate.ts";

/** The list of monitors costs a few round trips: it is looked at anew this often. */
const MONITORS_CHECK_MS = 1_000;

export const openPortableCapturer: OpenCapturer = async ({ access, monitor }, events) => {
  const capturer = new PortableCapturer(await openScreenshots(access), events);
  await capturer.open(monitor);
  return capturer;
};

class PortableCapturer implements Capturer {
  monitors: readonly Monitor[] = [];
  readonly #screenshots: Screenshots;
  readonly #events: CapturerEvents;
  readonly #rate = new PollRate();
  #shown: Monitor | null = null;
  /** What is shown: one monitor, or all of them. */
  #natives: readonly NativeMonitor[] = [];
  #frame: Frame | null = null;
  /** The last picture, R G B A as the library gives it. */
  #picture: Buffer | null = null;
  #damage: Area[] = [];
  #isFrameNew = true;
  /** Index last told to the listener. */
  #told = -1;
  #listedAtMs = 0;
  #timer: Timer | undefined;
  #isPolling = false;
  #isClosed = false;

  constructor(screenshots: Screenshots, events: CapturerEvents) {
    this.#screenshots = screenshots;
    this.#events = events;
  }

  get current(): number {
    return this.#shown?.index ?? 0;
  }

  async open(monitor: number | undefined): Promise<void> {
    this.#list((monitors) => chooseMonitor(monitors, monitor));
    this.#take(await this.#capture());
    this.#events.damaged();
  }

  async grab(): Promise<Grab> {
    const [frame, picture] = [this.#frame, this.#picture];
    if (!frame || !picture || this.#isClosed) throw new CaptureError("display_lost", "the capture was closed");
    const grab = { frame, damage: this.#damage, isNew: this.#isFrameNew };
    for (const area of grab.damage) copyAsBgrx(picture, frame, area);
    this.#damage = [];
    this.#isFrameNew = false;
    // A poll that waits or is under way stays: grabs that come often must not put it off for ever.
    if (!this.#timer && !this.#isPolling) this.#schedule(this.#rate.next(grab.damage.length > 0, 0));
    return grab;
  }

  showMonitor(index: number | undefined): void {
    this.#shown = chooseMonitor(this.monitors, index);
    this.#picture = null;
    this.#listedAtMs = Number.NEGATIVE_INFINITY;
    this.expectChange();
  }

  expectChange(): void {
    this.#rate.hurry();
    // Only a poll that is waiting: while a picture waits for its grab, or is being taken, there is none.
    if (this.#timer) this.#schedule(0);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#frame?.memory.release();
    this.#frame = null;
  }

  #schedule(inMs: number): void {
    clearTimeout(this.#timer);
    if (!this.#isClosed) this.#timer = setTimeout(() => void this.#poll(), inMs);
  }

  async #poll(): Promise<void> {
    this.#timer = undefined;
    this.#isPolling = true;
    try {
      if (performance.now() - this.#listedAtMs > MONITORS_CHECK_MS) this.#list();
      const startedAtMs = performance.now();
      const picture = await this.#capture();
      this.#isPolling = false;
      if (this.#isClosed) return;
      this.#take(picture);
      if (this.#damage.length > 0) this.#events.damaged();
      else this.#schedule(this.#rate.next(false, performance.now() - startedAtMs));
    } catch (cause) {
      if (this.#isClosed) return;
      this.close();
      this.#events.lost(captureErrorOf(cause));
    }
  }

  /** Reads the list of monitors, tells of it when it is another, and finds the shown one in it. */
  #list(choose?: (monitors: readonly Monitor[]) => Monitor): void {
    const natives = inReadingPlaces(this.#screenshots.Monitor.all());
    const monitors = describeMonitors(natives);
    if (monitors.length === 0) throw new CaptureError("no_display", "no monitor is connected to this machine");
    const before = this.#shown;
    const shown = choose?.(monitors) ?? (before ? followMonitor(monitors, before) : chooseMonitor(monitors, undefined));
    // While it opens, the caller reads the list by itself.
    const isNews =
      !choose && (JSON.stringify(monitors) !== JSON.stringify(this.monitors) || this.#told !== shown.index);
    this.monitors = monitors;
    this.#shown = shown;
    this.#told = shown.index;
    this.#natives = natives.filter((_, index) => shown.index === ALL_MONITORS || shown.index === index);
    this.#listedAtMs = performance.now();
    if (isNews) this.#events.monitors(monitors, shown.index);
  }

  async #capture(): Promise<Picture> {
    const [shown, natives] = [this.#shown, this.#natives];
    if (!shown || natives.length === 0) throw new CaptureError("display_lost", "the monitor is gone");
    const images = await Promise.all(natives.map((native) => native.captureImage()));
    const pictures = images.map((image): Picture => {
      return { width: image.width, height: image.height, pixels: image.toRawSync() };
    });
    const [only] = pictures;
    if (only && shown.index !== ALL_MONITORS) return only;
    return joinPictures(
      pictures,
      natives.map((native) => ({ x: native.x() - shown.x, y: native.y() - shown.y })),
      shown,
    );
  }

  #take({ width, height, pixels }: Picture): void {
    const before = this.#picture;
    this.#picture = pixels;
    if (this.#frame?.width !== width || this.#frame.height !== height || !before) {
      // Another resolution: the list says so too, and the next regular look at it may be a second away.
      if (this.#frame && before) this.#list();
      this.#frame?.memory.release();
      this.#frame = { width, height, stride: width * 4, memory: allocate(width * height * 4) };
      this.#isFrameNew = true;
      this.#damage = [{ x: 0, y: 0, width, height }];
      return;
    }
    this.#damage = changedBands(before, pixels, width, height);
  }
}

function inReadingPlaces(natives: readonly NativeMonitor[]): NativeMonitor[] {
  return inReadingOrder(natives.map((native) => ({ native, x: native.x(), y: native.y() }))).map(
    ({ native }) => native,
  );
}

/** A library whose connection to the display is good, kept for the next capturer. */
let kept: { display: string; screenshots: Screenshots } | null = null;

/** @throws CaptureError where the library does not load or there is no screen */
async function openScreenshots({ display, authority }: DisplayAccess): Promise<Screenshots> {
  if (kept?.display === display && isConnected(kept.screenshots)) return kept.screenshots;
  kept = null;
  await requireDisplay(display, authority);
  try {
    const screenshots = await loadScreenshots(display, authority);
    screenshots.Monitor.all();
    kept = { display, screenshots };
    return screenshots;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CaptureError("capture_failed", `The screen cannot be captured (${reason}).`);
  }
}

/** Asked without the library, which would have to be loaded anew for each time that the answer is no. */
async function requireDisplay(display: string, authority: string | null): Promise<void> {
  if (process.platform !== "linux") return;
  try {
    (await connectX(display, authority)).close();
  } catch (cause) {
    if (cause instanceof XConnectError) throw new CaptureError(cause.problem, cause.message);
    throw cause;
  }
}

function captureErrorOf(cause: unknown): CaptureError {
  if (cause instanceof CaptureError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CaptureError(
    "display_lost",
    `The screen cannot be captured (${reason}). The picture returns when it can.`,
  );
}
