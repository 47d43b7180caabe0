/** mozjpeg as WebAssembly (@jsquash/jpeg): the fallback where libturbojpeg does not load. 1080p takes some 200 ms. */
import createModule from "@jsquash/jpeg/codec/enc/mozjpeg_enc.js";
import { defaultOptions } from "@jsquash/jpeg/meta.js";
import { initEmscriptenModule } from "@jsquash/jpeg/utils.js";
import wasmPath from "../../node_modules/@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm" with { type: "file" };
import type { Area } from "../capture/area.ts";
import type { Frame } from "../capture/capturer.ts";
import type { JpegEncoder } from "./jpeg.ts";

/** Chroma subsampling as mozjpeg's wrapper numbers it: 1 is none, 2 is 4:2:0. */
const CHROMA_FULL = 1;
const CHROMA_HALF = 2;

export async function loadWasmJpeg(): Promise<JpegEncoder> {
  const module = await initEmscriptenModule(createModule, new WebAssembly.Module(await Bun.file(wasmPath).bytes()));
  return {
    encode(frame, area, { quality, isFullColour }) {
      return module.encode(rgbaOf(frame, area), area.width, area.height, {
        ...defaultOptions,
        quality,
        // Without optimize_coding mozjpeg writes broken streams.
        baseline: true,
        progressive: false,
        auto_subsample: false,
        chroma_subsample: isFullColour ? CHROMA_FULL : CHROMA_HALF,
      });
    },
  };
}

function rgbaOf({ memory, stride }: Frame, area: Area): Uint8Array<ArrayBuffer> {
  const rgba = new Uint8Array(area.width * area.height * 4);
  for (let row = 0, to = 0; row < area.height; row++) {
    let from = (area.y + row) * stride + area.x * 4;
    for (let column = 0; column < area.width; column++, from += 4, to += 4) {
      rgba[to] = memory.bytes[from + 2] ?? 0;
      rgba[to + 1] = memory.bytes[from + 1] ?? 0;
      rgba[to + 2] = memory.bytes[from] ?? 0;
      rgba[to + 3] = 255;
    }
  }
  return rgba;
}
