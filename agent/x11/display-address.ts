/** Where an X display listens on this machine: ":0", ":1.0", "unix:0" and the like. TCP displays are not served. */

export type DisplayAddress = {
  number: number;
  screen: number;
  /** Tried in this order: Linux's abstract socket needs no file system, the other exists everywhere. */
  socketPaths: readonly string[];
};

const LOCAL_DISPLAY = /^(?:unix)?:(\d{1,5})(?:\.(\d{1,3}))?$/;

/** @returns null for a display that is not local or not a display name at all */
export function parseDisplay(display: string): DisplayAddress | null {
  const match = LOCAL_DISPLAY.exec(display);
  if (!match) return null;
  const path = `/tmp/.X11-unix/X${match[1]}`;
  return { number: Number(match[1]), screen: Number(match[2] ?? 0), socketPaths: [`\0${path}`, path] };
}
