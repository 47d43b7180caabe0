/** Percentiles and medians of small samples. */

/** @param fraction 0.5 for the median; NaN for an empty sample */
export function percentile(sample: readonly number[], fraction: number): number {
  if (sample.length === 0) return Number.NaN;
  const sorted = [...sample].sort((a, b) => a - b);
  const position = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

export const median = (sample: readonly number[]): number => percentile(sample, 0.5);
