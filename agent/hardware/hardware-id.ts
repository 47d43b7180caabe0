/** What tells this machine from a copy of its disk. The server sees a hash only, and compares. */
import { readFileSync } from "node:fs";
import { networkCards } from "./network-cards.ts";

export type HardwareFacts = {
  /** SMBIOS 3.7 §7.2.1, as the kernel shows it to root; empty: not readable. */
  productUuid: string;
  /** machine-id(5); empty: not readable. */
  machineId: string;
  macAddresses: readonly string[];
};

/** So that the hash is of use nowhere else: machine-id(5) asks that the id itself is not handed out. */
const PREFIX = "remotelink hardware 1";
const LENGTH = 32;

let known: string | null | undefined;

/** Read once: it must not change while the agent runs, whatever is plugged in. null: nothing is known of this machine. */
export function hardwareId(): string | null {
  known ??= hashOf({
    productUuid: readText("/sys/class/dmi/id/product_uuid"),
    machineId: readText("/etc/machine-id"),
    macAddresses: physicalAddresses(),
  });
  return known;
}

/** @returns 32 hexadecimal digits */
export function hashOf({ productUuid, machineId, macAddresses }: HardwareFacts): string | null {
  const ids = [named("product", productUuid), named("machine", machineId)].filter((part) => part !== null);
  const cards = [...new Set(macAddresses.map((mac) => mac.toLowerCase()))].sort().map((mac) => `card ${mac}`);
  const parts = ids.length > 0 ? ids : cards;
  if (parts.length === 0) return null;
  const text = [PREFIX, ...parts].join("\n");
  return new Bun.CryptoHasher("sha256").update(text).digest("hex").slice(0, LENGTH);
}

/** A board that was never given an id has all zeros or all ones, and a system before its first start "uninitialized". */
function named(kind: string, text: string): string | null {
  const id = text.trim().toLowerCase();
  const digits = id.replaceAll("-", "");
  return /^[0-9a-f]{32}$/.test(digits) && !/^(0+|f+)$/.test(digits) ? `${kind} ${digits}` : null;
}

/** Where the system does not say which cards are real, all that are no loopback. */
function physicalAddresses(): string[] {
  const cards = networkCards();
  return (process.platform === "linux" ? cards.filter(({ isReal }) => isReal) : cards).map(({ mac }) => mac);
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // No such thing here, or not for this user.
    return "";
  }
}
