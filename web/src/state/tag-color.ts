/** A tag's colour: the well-known names have their own, all others are quiet. */

export type TagColor = "blue" | "cyan" | "orange" | "grey" | "purple" | "green" | "muted";

const KNOWN: Readonly<Record<string, TagColor>> = {
  server: "blue",
  windows: "cyan",
  linux: "orange",
  mac: "grey",
  workstation: "purple",
  laptop: "green",
};

export function tagColor(tag: string): TagColor {
  const name = tag.trim().toLowerCase();
  return Object.hasOwn(KNOWN, name) ? (KNOWN[name] ?? "muted") : "muted";
}
