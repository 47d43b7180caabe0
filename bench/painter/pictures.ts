/** Photo-like pictures without a file: fractal noise over gradients with soft shapes, the same for the same seed. */

/** A small deterministic generator (mulberry32): 0 ≤ value < 1. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Octaves of value noise; each halves the scale, and its weight, as the spectrum of photographs does. */
const OCTAVES = [
  { cell: 256, weight: 90 },
  { cell: 128, weight: 52 },
  { cell: 64, weight: 30 },
  { cell: 32, weight: 17 },
  { cell: 16, weight: 9 },
  { cell: 8, weight: 12 },
  { cell: 4, weight: 10 },
  { cell: 2, weight: 7 },
] as const;

/** @returns B G R X pixels, rows top down */
export function paintPhoto(width: number, height: number, seed: number): Uint8Array {
  const random = createRandom(seed);
  const luma = new Float32Array(width * height);
  for (const octave of OCTAVES) addNoise(luma, width, height, octave.cell, octave.weight, random);
  const warmth = new Float32Array(width * height);
  addNoise(warmth, width, height, 200, 60, random);
  addNoise(warmth, width, height, 50, 20, random);
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let index = 0; index < luma.length; index++) {
    const light = 118 + (luma[index] ?? 0);
    const tint = warmth[index] ?? 0;
    pixels[index * 4] = light - tint * 0.8;
    pixels[index * 4 + 1] = light;
    pixels[index * 4 + 2] = light + tint;
    pixels[index * 4 + 3] = 255;
  }
  return new Uint8Array(pixels.buffer);
}

function addNoise(
  field: Float32Array,
  width: number,
  height: number,
  cell: number,
  weight: number,
  random: () => number,
): void {
  const columns = Math.ceil(width / cell) + 2;
  const rows = Math.ceil(height / cell) + 2;
  const lattice = Float32Array.from({ length: columns * rows }, () => random() * 2 - 1);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / cell);
    const down = smooth((y % cell) / cell);
    for (let x = 0; x < width; x++) {
      const at = row * columns + Math.floor(x / cell);
      const right = smooth((x % cell) / cell);
      const top = mix(lattice[at] ?? 0, lattice[at + 1] ?? 0, right);
      const bottom = mix(lattice[at + columns] ?? 0, lattice[at + columns + 1] ?? 0, right);
      field[y * width + x] = (field[y * width + x] ?? 0) + weight * mix(top, bottom, down);
    }
  }
}

const smooth = (t: number): number => t * t * (3 - 2 * t);
const mix = (a: number, b: number, t: number): number => a + (b - a) * t;
