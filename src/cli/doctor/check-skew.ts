/** How far two clocks are apart. */
import { type Finding, fail, ok, warn } from "./finding.ts";

/** An answer takes a moment, and HTTP says whole seconds. */
const NOTICEABLE_MS = 3_000;
/** A code of an authenticator is good for so long. */
const HARMFUL_MS = 30_000;

export function checkSkew(what: string, skewMs: number): Finding {
  const seconds = Math.round(Math.abs(skewMs) / 1_000);
  if (Math.abs(skewMs) < NOTICEABLE_MS) return ok(what, "agrees with this process");
  const message = `${seconds} s ${skewMs > 0 ? "ahead of" : "behind"} this process`;
  const remedy = "let both machines follow a time server (chrony, systemd-timesyncd)";
  return Math.abs(skewMs) < HARMFUL_MS ? warn(what, message, remedy) : fail(what, message, remedy);
}
