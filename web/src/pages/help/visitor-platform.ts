/** Which download fits the visitor's computer, as far as a browser tells; the others can be chosen. */
import type { HelpPlatform } from "../../../../protocol/rest/support.ts";

export const PLATFORM_NAMES: Readonly<Record<HelpPlatform, string>> = {
  "linux-x64": "Linux",
  "linux-arm64": "Linux (ARM)",
  "macos-arm64": "Mac (Apple chip)",
  "macos-x64": "Mac (Intel)",
  "windows-x64": "Windows",
};

/** @returns null for phones and what else no agent is made for */
export function visitorPlatform(userAgent: string): HelpPlatform | null {
  if (/android|iphone|ipad|ipod|cros/i.test(userAgent)) return null;
  if (/windows/i.test(userAgent)) return "windows-x64";
  // Browsers on either call it Intel; most Macs of the last years are not.
  if (/macintosh|mac os x/i.test(userAgent)) return "macos-arm64";
  if (/linux/i.test(userAgent)) return /aarch64|armv8|arm64/i.test(userAgent) ? "linux-arm64" : "linux-x64";
  return null;
}
