/** Sizes as people read them: "15.6 GB" by powers of 1024, as memory is sold. */

const UNITS = ["B", "KB", "MB", "GB", "TB", "PB"] as const;

export function byteSize(bytes: number): string {
  const exponent = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** exponent;
  const text = value >= 100 || exponent === 0 ? Math.round(value).toString() : value.toFixed(1).replace(/\.0$/, "");
  return `${text} ${UNITS[exponent]}`;
}
