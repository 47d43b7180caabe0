/** Follows the pointer of an X display: its shape when it changes, its position when it moves. */
import { MAX_CURSOR_SIDE } from "../../../protocol/limits.ts";
import { XClosedError, type XConnection, XError } from "../../x11/connection.ts";
import { openCursor, type XCursorImage } from "../../x11/cursor.ts";
import { queryPointer } from "../../x11/pointer.ts";
import type { CursorPicture } from "../capturer.ts";

/** Animated cursors change 60 times a second; more than 10 pictures a second tell nobody more. */
const MIN_SHAPE_INTERVAL_MS = 100;
/**
 * The position has no event without the traffic of every motion of the mouse, so it is asked for (0.05 ms): often while
 * it moves, seldom at rest.
 */
const MOVING_INTERVAL_MS = 50;
const RESTING_INTERVAL_MS = 250;
/** Shapes kept by serial: an animation has up to a few dozen pictures. */
const MAX_KNOWN_SHAPES = 64;

export type CursorWatchEvents = {
  shape(cursor: CursorPicture): void;
  /** Root pixels. */
  moved(x: number, y: number): void;
};

/** @returns ends the watch */
export async function watchCursor(connection: XConnection, events: CursorWatchEvents): Promise<() => void> {
  const known = new Map<number, CursorPicture>();
  let shown: number | null = null;
  let wanted: number | null = null;
  let shownAtMs = Number.NEGATIVE_INFINITY;
  let shapeTimer: Timer | undefined;

  const cursor = await openCursor(connection, (serial) => {
    wanted = serial;
    const waitMs = Math.max(0, shownAtMs + MIN_SHAPE_INTERVAL_MS - performance.now());
    shapeTimer ??= setTimeout(() => void showShape(), waitMs);
  });

  async function showShape(): Promise<void> {
    const picture = (wanted === null ? undefined : known.get(wanted)) ?? (await readShape());
    shapeTimer = undefined;
    if (!picture || picture.serial === shown) return;
    shown = picture.serial;
    shownAtMs = performance.now();
    events.shape(picture);
  }

  /** The shape displayed now, which may be a later one than the event told of; null: what is shown stays. */
  async function readShape(): Promise<CursorPicture | null> {
    const image = await cursor?.getImage().catch(ignoreEndOfConnection);
    if (!image || image.width > MAX_CURSOR_SIDE || image.height > MAX_CURSOR_SIDE) return null;
    const picture = known.get(image.serial) ?? pictureOf(image);
    if (known.size >= MAX_KNOWN_SHAPES) known.clear();
    known.set(image.serial, picture);
    return picture;
  }

  let last = { x: Number.NaN, y: Number.NaN };
  let positionTimer = setTimeout(followPosition, 0);

  async function followPosition(): Promise<void> {
    const pointer = await queryPointer(connection).catch(ignoreEndOfConnection);
    if (connection.isClosed) return;
    const hasMoved = pointer?.isHere && (pointer.x !== last.x || pointer.y !== last.y);
    positionTimer = setTimeout(followPosition, hasMoved ? MOVING_INTERVAL_MS : RESTING_INTERVAL_MS);
    if (!pointer || !hasMoved) return;
    last = pointer;
    events.moved(pointer.x, pointer.y);
  }

  await showShape();
  return () => {
    clearTimeout(shapeTimer);
    clearTimeout(positionTimer);
  };
}

/** The capturer itself hears that the connection ended, and tells. */
function ignoreEndOfConnection(cause: unknown): null {
  if (cause instanceof XClosedError || cause instanceof XError) return null;
  throw cause;
}

/** A picture without a visible pixel is how X programs hide the pointer. */
function pictureOf(image: XCursorImage): CursorPicture {
  const { serial, width, height, argb } = image;
  const rgba = new Uint8Array(width * height * 4);
  let isVisible = false;
  for (let at = 0; at < rgba.length; at += 4) {
    const alpha = argb[at + 3] ?? 0;
    if (alpha === 0) continue;
    isVisible = true;
    for (let channel = 0; channel < 3; channel++) {
      rgba[at + channel] = Math.min(255, Math.round(((argb[at + 2 - channel] ?? 0) * 255) / alpha));
    }
    rgba[at + 3] = alpha;
  }
  if (!isVisible) return { serial, image: null };
  const [hotX, hotY] = [Math.min(image.hotX, width - 1), Math.min(image.hotY, height - 1)];
  return { serial, image: { width, height, hotX, hotY, rgba } };
}
