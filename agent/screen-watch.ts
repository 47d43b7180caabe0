/**
 * Keeps a screen stream on the machine's display while a session wants pictures: finds the display, says why there is
 * none, and takes up again when one appears or another takes its place.
 */
import type { Clock } from "./clock.ts";
import type { Desktop } from "./desktop.ts";
import { noteFrame } from "./stream/note-frame.ts";
import type {
  DisplayAccess,
  ScreenStream,
  ScreenStreamEvents,
  SideSettings,
  StreamSettings,
} from "./stream/screen-stream.ts";

/** How often a missing display is looked for: a look costs a few milliseconds of reading /proc. */
const LOOK_AGAIN_MS = 2_000;
/** A page that is loaded again is back in seconds; after that the capture's memory is worth more than its head start. */
const KEEP_HIDDEN_MS = 30_000;

export interface ScreenWatch {
  show(settings: StreamSettings): void;
  hide(): void;
  setMonitor(index: number): void;
  setQuality(quality: StreamSettings["quality"]): void;
  /** A stream beside the shown one; it comes back with the display, and ends with `hide`. */
  showSide(settings: SideSettings): void;
  hideSide(stream: number): void;
  hasSide(stream: number): boolean;
  sides(): Iterable<number>;
  /** The stream that is shown; null while there is no display. */
  stream(): ScreenStream | null;
  close(): void;
}

export type ScreenWatchOptions = ScreenStreamEvents & { desktop: Desktop; clock: Clock };

export function createScreenWatch(options: ScreenWatchOptions): ScreenWatch {
  let settings: StreamSettings | null = null;
  const sides = new Map<number, SideSettings>();
  let stream: ScreenStream | null = null;
  let access: DisplayAccess | null = null;
  let told = "";
  let looking = 0;
  let isTroubled = false;
  let cancelLook = () => {};

  /** Looks for the display, and again later while there is none or the stream has trouble with the one it has. */
  async function look(): Promise<void> {
    cancelLook();
    const ticket = ++looking;
    const found = await options.desktop.reach();
    if (ticket !== looking || !settings) return;
    if (found.kind === "problem") {
      cancelLook = options.clock.after(LOOK_AGAIN_MS, look);
      // A display that is lost may have a reason, or a remedy, of its own by now.
      if (!stream || isTroubled) tell(found);
      return;
    }
    if (stream && isSame(found.access, access)) {
      // The stream itself tries to come back to its display; this looks whether there is another one by now.
      if (isTroubled) cancelLook = options.clock.after(LOOK_AGAIN_MS, look);
      return;
    }
    stream?.close();
    isTroubled = false;
    access = found.access;
    stream = open(found.access);
    stream.start(settings);
    for (const side of sides.values()) stream.startSide(side);
  }

  function open(to: DisplayAccess): ScreenStream {
    const own: ScreenStream = options.desktop.openStream(to, {
      message: (message) => {
        if (stream !== own) return;
        settings = noteFrame(message, settings, sides);
        options.message(message);
      },
      monitors: (monitors, current) => {
        if (stream === own) options.monitors(monitors, current);
      },
      state: (state) => {
        if (stream !== own) return;
        tell(state);
        if (isTroubled === (state.kind === "problem")) return;
        isTroubled = state.kind === "problem";
        cancelLook();
        if (isTroubled) cancelLook = options.clock.after(LOOK_AGAIN_MS, look);
      },
    });
    return own;
  }

  /** For the stream that takes this one's place, should the display become another. */
  function change(to: Partial<StreamSettings>): void {
    if (settings) settings = { ...settings, ...to };
  }

  /** Says each state once: a viewer needs no reminder every two seconds that the display is still missing. */
  function tell(state: Parameters<ScreenStreamEvents["state"]>[0]): void {
    const text = JSON.stringify(state);
    if (state.kind === "problem" && text === told) return;
    told = text;
    options.state(state);
  }

  function drop(): void {
    stream?.close();
    stream = null;
    access = null;
  }

  return {
    show(next) {
      settings = next;
      told = "";
      if (stream) stream.start(next);
      void look();
    },
    hide() {
      settings = null;
      sides.clear();
      looking++;
      cancelLook();
      stream?.stop();
      cancelLook = options.clock.after(KEEP_HIDDEN_MS, drop);
    },
    setMonitor(index) {
      change({ monitor: index });
      stream?.setMonitor(index);
    },
    setQuality(quality) {
      change({ quality });
      stream?.setQuality(quality);
    },
    showSide(side) {
      sides.set(side.stream, side);
      stream?.startSide(side);
    },
    hideSide(side) {
      if (sides.delete(side)) stream?.stopSide(side);
    },
    hasSide: (side) => sides.has(side),
    sides: () => sides.keys(),
    stream: () => stream,
    close() {
      settings = null;
      looking++;
      cancelLook();
      drop();
    },
  };
}

function isSame(one: DisplayAccess, other: DisplayAccess | null): boolean {
  return one.display === other?.display && one.authority === other.authority;
}
