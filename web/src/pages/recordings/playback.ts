/** The playing of a recording: a clock that waits for its frames, and the newest one drawn. */
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import type { RecordingIndex } from "../../../../protocol/rest/recordings.ts";
import type { FrameStore } from "./frame-store.ts";
import { buildTimeline, frameAt, type Timeline } from "./timeline.ts";

export const SPEEDS = [0.5, 1, 2, 4, 8, 16] as const;
export type Speed = (typeof SPEEDS)[number];

/** Frames ahead of the shown one that are fetched. */
const AHEAD = 40;

export type Playback = {
  timeline: Accessor<Timeline>;
  /** Milliseconds on the timeline. */
  position: Accessor<number>;
  frame: Accessor<number>;
  isPlaying: Accessor<boolean>;
  isWaiting: Accessor<boolean>;
  failure: Accessor<unknown>;
  speed: Accessor<Speed>;
  setSpeed(speed: Speed): void;
  isSkippingIdle: Accessor<boolean>;
  setSkippingIdle(isOn: boolean): void;
  toggle(): void;
  seek(position: number): void;
  seekToFrame(frame: number): void;
};

export type Draw = (picture: ImageBitmap) => void;

export function createPlayback(index: RecordingIndex, store: FrameStore, draw: Draw): Playback {
  const [position, setPosition] = createSignal(0);
  const [isPlaying, setPlaying] = createSignal(false);
  const [isWaiting, setWaiting] = createSignal(false);
  const [failure, setFailure] = createSignal<unknown>(null);
  const [speed, setSpeed] = createSignal<Speed>(1);
  const [isSkippingIdle, setSkipping] = createSignal(true);
  const timeline = createMemo(() => buildTimeline(index.at_ms, isSkippingIdle()));
  const frame = createMemo(() => frameAt(timeline(), position()));
  /** Of two that are decoded at once, only the later one asked for is drawn. */
  let wanted = 0;

  async function show(number: number): Promise<void> {
    const mine = ++wanted;
    if (!store.has(number)) setWaiting(true);
    try {
      const picture = await createImageBitmap(await store.get(number));
      if (mine === wanted) {
        draw(picture);
        setFailure(null);
      }
      picture.close();
    } catch (error) {
      if (mine === wanted) {
        setFailure(error);
        setPlaying(false);
      }
    } finally {
      if (mine === wanted) setWaiting(false);
    }
  }
  createEffect(
    on(frame, (number) => {
      if (number < 0) return;
      void show(number);
      store.prefetch(number + 1);
      store.prefetch(number + AHEAD);
    }),
  );

  createEffect(() => {
    if (!isPlaying()) return;
    let last = performance.now();
    let handle = requestAnimationFrame(step);
    function step(now: number): void {
      // What is not there yet is waited for: a slow connection makes a recording longer, not shorter.
      if (!isWaiting()) setPosition((before) => Math.min(before + Math.max(0, now - last) * speed(), timeline().total));
      last = now;
      if (position() >= timeline().total) setPlaying(false);
      else handle = requestAnimationFrame(step);
    }
    onCleanup(() => cancelAnimationFrame(handle));
  });

  const seek = (to: number): void => void setPosition(Math.min(Math.max(to, 0), timeline().total));
  return {
    timeline,
    position,
    frame,
    isPlaying,
    isWaiting,
    failure,
    speed,
    setSpeed,
    isSkippingIdle,
    /** The picture stays: the same frame lies elsewhere on the other timeline. */
    setSkippingIdle(isOn) {
      const shown = frame();
      setSkipping(isOn);
      setPosition(timeline().at[shown] ?? 0);
    },
    toggle() {
      if (!isPlaying() && position() >= timeline().total) setPosition(0);
      if (failure() !== null && frame() >= 0) void show(frame());
      setPlaying(!isPlaying());
    },
    seek,
    seekToFrame: (number) => seek(timeline().at[number] ?? 0),
  };
}
