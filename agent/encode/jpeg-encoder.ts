/** JPEG of a part of a frame: libturbojpeg where it loads, mozjpeg in WebAssembly elsewhere (slower by far, same result). */
import { loadTurboJpeg, SUBSAMPLING, type TurboJpeg } from "../native/turbojpeg.ts";
import type { JpegEncoder } from "./jpeg.ts";
import { loadWasmJpeg } from "./wasm-jpeg.ts";

const BYTES_PER_PIXEL = 4;

export async function createJpegEncoder(): Promise<JpegEncoder> {
  const turbo = await loadTurboJpeg();
  return turbo ? turboEncoder(turbo) : loadWasmJpeg();
}

function turboEncoder(turbo: TurboJpeg): JpegEncoder {
  return {
    encode(frame, area, { quality, isFullColour }) {
      const first = frame.memory.address + area.y * frame.stride + area.x * BYTES_PER_PIXEL;
      const size = { width: area.width, height: area.height, stride: frame.stride };
      return turbo.compress(first, size, quality, isFullColour ? SUBSAMPLING.s444 : SUBSAMPLING.s420);
    },
  };
}
