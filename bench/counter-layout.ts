/**
 * The machine-readable counter that the painter puts into the screen and the sampler reads back from the viewer's
 * canvas: 16 blocks of 16×16 pixels, black or white, so that it survives JPEG. 12 bits of value, 4 bits of checksum.
 */
export const BLOCK_SIZE = 16;
export const COUNTER_BITS = 16;
export const COUNTER_WIDTH = BLOCK_SIZE * COUNTER_BITS;
const VALUE_BITS = 12;
export const COUNTER_MODULUS = 1 << VALUE_BITS;

/** Sum of the three 4-bit digits plus one: a torn or blurred counter is refused, and all black is no counter. */
export function checksumOf(value: number): number {
  return ((value & 15) + ((value >> 4) & 15) * 3 + ((value >> 8) & 15) * 7 + 1) & 15;
}

/** 16 bits, most significant first: value, then checksum. */
export function bitsOf(value: number): boolean[] {
  const word = (((value % COUNTER_MODULUS) << 4) | checksumOf(value % COUNTER_MODULUS)) >>> 0;
  return Array.from({ length: COUNTER_BITS }, (_, bit) => ((word >> (COUNTER_BITS - 1 - bit)) & 1) === 1);
}

/** The value, or null where the blocks are no valid counter. */
export function readValue(bits: readonly boolean[]): number | null {
  let word = 0;
  for (const bit of bits) word = (word << 1) | Number(bit);
  const value = word >> 4;
  return (word & 15) === checksumOf(value) ? value : null;
}
