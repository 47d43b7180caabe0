/** The technician's own system, as far as its keyboard has habits of its own. */

export type KeyPlatform = "mac" | "windows" | "other";

export function keyPlatform(platform: string = navigator.platform): KeyPlatform {
  if (/^(mac|iphone|ipad|ipod)/i.test(platform)) return "mac";
  return /^win/i.test(platform) ? "windows" : "other";
}
