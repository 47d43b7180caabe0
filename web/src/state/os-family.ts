/** The family of an operating system, from what an agent calls it. */

export type OsFamily = "linux" | "windows" | "macos" | "other";

const LABELS: Readonly<Record<OsFamily, string>> = {
  linux: "Linux",
  windows: "Windows",
  macos: "macOS",
  other: "Other",
};

export function osFamily(os: string): OsFamily {
  const name = os.toLowerCase();
  if (name.includes("darwin") || name.includes("mac")) return "macos";
  if (name.includes("win")) return "windows";
  if (name.includes("linux")) return "linux";
  return "other";
}

export function osLabel(family: OsFamily): string {
  return LABELS[family];
}

/** "Ubuntu 24.04.1 LTS", "macOS 15.1": a version that begins with a name needs no other one before it. */
export function osDescription(os: string, version: string | null): string {
  const family = osFamily(os);
  const label = family === "other" ? os : LABELS[family];
  if (!version) return label;
  return /^\p{L}/u.test(version) ? version : `${label} ${version}`;
}
