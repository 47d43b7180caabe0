/**
 * Captures an X display by events: DAMAGE tells where something changed, MIT-SHM brings those rows. Follows changes of
 * resolution and monitors; when the X server goes, it says so and is over.
 */
import type { Monitor } from "../../../protocol/messages/fields.ts";
import { chooseMonitor, followMonitor } from "../../monitors/choose-monitor.ts";
import { listX11Monitors } from "../../monitors/x11-monitors.ts";
import { connectX, type XConnection, XError } from "../../x11/connection.ts";
import { type Damage, openDamage } from "../../x11/damage.ts";
import { openDpms } from "../../x11/dpms.ts";
import { openRandr, type Randr } from "../../x11/randr.ts";
import { XConnectError } from "../../x11/setup.ts";
import { clipTo, type RowBand, rowBands } from "../area.ts";
import { CaptureError, type Capturer, type CapturerEvents, type Grab, type OpenCapturer } from "../capturer.ts";
import { watchCursor } from "./cursor-watch.ts";
import { openScreenImage, type ScreenImage } from "./screen-image.ts";

/** How soon a sleeping monitor is noticed. */
const SLEEP_CHECK_MS = 2_000;
/** Fetching this many rows in vain costs 0.05 ms, a round trip 0.1 and more. */
const MAX_LIKELY_ROWS = 96;
/** Fetches of one grab while the resolution keeps changing. */
const MAX_ATTEMPTS = 4;

export const openX11Capturer: OpenCapturer = async ({ access, monitor }, events) => {
  const connection = await connectToScreen(access.display, access.authority);
  try {
    const capturer = new X11Capturer(connection, events);
    await capturer.open(monitor);
    return capturer;
  } catch (cause) {
    connection.close();
    throw captureErrorOf(cause);
  }
};

class X11Capturer implements Capturer {
  monitors: readonly Monitor[] = [];
  readonly #connection: XConnection;
  readonly #events: CapturerEvents;
  #shown: Monitor | null = null;
  #image: ScreenImage | null = null;
  #damage: Damage | null = null;
  #randr: Randr | null = null;
  /** The list of monitors, or the choice among them, is out of date: the next grab looks. */
  #isGeometryStale = false;
  /** Nothing of this frame has been handed out yet. */
  #isFrameNew = true;
  /** All of the frame is to be fetched: it is new, or fetching failed half way. */
  #isAllDamaged = true;
  /** Rows of the last small damage: the next letter of a line is there too, and needs no second round trip. */
  #likelyBand: RowBand | null = null;
  #isDamageTold = false;
  #wantedMonitor: number | undefined | null = null;
  #isClosed = false;
  #stopWatching: (() => void)[] = [];

  constructor(connection: XConnection, events: CapturerEvents) {
    this.#connection = connection;
    this.#events = events;
  }

  get current(): number {
    return this.#shown?.index ?? 0;
  }

  async open(monitor: number | undefined): Promise<void> {
    const connection = this.#connection;
    this.#randr = await openRandr(connection, () => this.#markGeometryStale());
    this.#damage = await openDamage(connection, () => this.#tellDamage());
    if (!this.#damage) throw new CaptureError("capture_failed", "the X server lacks the DAMAGE extension");
    this.monitors = await listX11Monitors(connection, this.#randr);
    this.#shown = chooseMonitor(this.monitors, monitor);
    this.#image = await openScreenImage(connection, this.#shown);
    const stopCursor = await watchCursor(connection, {
      shape: (cursor) => this.#events.cursorShape(cursor),
      moved: (x, y) => this.#events.cursorMoved(x - (this.#shown?.x ?? 0), y - (this.#shown?.y ?? 0)),
    });
    this.#stopWatching.push(stopCursor, await this.#watchSleep());
    void connection.closed.then((cause) => {
      if (!this.#isClosed) this.#lose(cause);
    });
    this.#tellDamage();
  }

  async grab(): Promise<Grab> {
    this.#isDamageTold = false;
    for (let attempt = 1; ; attempt++) {
      try {
        if (this.#isGeometryStale) await this.#refreshGeometry();
        return await this.#fetch();
      } catch (cause) {
        // The screen became smaller between the news of it and the fetch: look again.
        if (!(cause instanceof XError) || attempt === MAX_ATTEMPTS) throw this.#lose(cause);
        this.#isGeometryStale = true;
      }
    }
  }

  showMonitor(index: number | undefined): void {
    this.#wantedMonitor = index;
    this.#markGeometryStale();
  }

  /** Nothing to do: the X server tells of every change. */
  expectChange(): void {}

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const stop of this.#stopWatching) stop();
    this.#image?.release();
    this.#image = null;
    this.#connection.close();
  }

  async #fetch(): Promise<Grab> {
    const { frame, fetchRows } = this.#requireImage();
    const isWhole = this.#isAllDamaged;
    this.#isAllDamaged = true;
    const guess = isWhole ? null : this.#likelyBand;
    const [rects] = await Promise.all([this.#damage?.take() ?? [], guess ? fetchRows([guess]) : null]);
    const all = { x: 0, y: 0, width: frame.width, height: frame.height };
    const damage = isWhole || !this.#shown ? [all] : clipTo(rects, this.#shown);
    const bands = rowBands(damage);
    await fetchRows(bands.filter((band) => !guess || !isWithin(band, guess)));
    this.#likelyBand = bands.find((band) => band.height <= MAX_LIKELY_ROWS) ?? null;
    const isNew = this.#isFrameNew;
    this.#isAllDamaged = false;
    this.#isFrameNew = false;
    return { frame, damage, isNew };
  }

  async #refreshGeometry(): Promise<void> {
    this.#isGeometryStale = false;
    const before = this.#shown;
    this.monitors = await listX11Monitors(this.#connection, this.#randr);
    const wanted = this.#wantedMonitor;
    this.#wantedMonitor = null;
    const shown =
      wanted !== null || !before
        ? chooseMonitor(this.monitors, wanted ?? undefined)
        : followMonitor(this.monitors, before);
    const isSame =
      before?.x === shown.x && before.y === shown.y && before.width === shown.width && before.height === shown.height;
    if (!isSame) {
      const image = await openScreenImage(this.#connection, shown);
      this.#image?.release();
      this.#image = image;
      this.#isFrameNew = true;
      this.#isAllDamaged = true;
      this.#likelyBand = null;
    }
    this.#shown = shown;
    this.#events.monitors(this.monitors, shown.index);
  }

  #requireImage(): ScreenImage {
    if (!this.#image) throw new CaptureError("display_lost", "the capture was closed");
    return this.#image;
  }

  #markGeometryStale(): void {
    this.#isGeometryStale = true;
    this.#tellDamage();
  }

  #tellDamage(): void {
    if (this.#isDamageTold || this.#isClosed) return;
    this.#isDamageTold = true;
    this.#events.damaged();
  }

  #lose(cause: unknown): CaptureError {
    const error = captureErrorOf(cause);
    if (!this.#isClosed) {
      this.close();
      this.#events.lost(error);
    }
    return error;
  }

  async #watchSleep(): Promise<() => void> {
    const dpms = await openDpms(this.#connection);
    if (!dpms) return () => {};
    let wasAsleep = false;
    const timer = setInterval(async () => {
      const isAsleep = await dpms.isAsleep().catch(() => wasAsleep);
      if (isAsleep === wasAsleep) return;
      wasAsleep = isAsleep;
      this.#events.asleep(isAsleep);
    }, SLEEP_CHECK_MS);
    return () => clearInterval(timer);
  }
}

function isWithin(band: RowBand, other: RowBand): boolean {
  return band.y >= other.y && band.y + band.height <= other.y + other.height;
}

async function connectToScreen(display: string, authority: string | null): Promise<XConnection> {
  const connection = await connectX(display, authority).catch((cause) => {
    throw captureErrorOf(cause);
  });
  if (connection.setup.screen.isBgrx) return connection;
  connection.close();
  throw new CaptureError(
    "capture_failed",
    `display ${display} has ${connection.setup.screen.bitsPerPixel} bits a pixel; set it to a depth of 24`,
  );
}

function captureErrorOf(cause: unknown): CaptureError {
  if (cause instanceof CaptureError) return cause;
  if (cause instanceof XConnectError) return new CaptureError(cause.problem, cause.message);
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CaptureError("display_lost", `The display is gone (${reason}). The picture returns when it is back.`);
}
