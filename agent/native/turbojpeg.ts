/** libturbojpeg by bun:ffi: JPEG straight from pixels in native memory, 1080p in 4–9 ms (turbojpeg.h 2.x/3.x, `tjCompress2`). */
import { dlopen, type Pointer, ptr } from "bun:ffi";
import { extractLibrary } from "./extract.ts";
import { type Address, asPointer } from "./libc.ts";
import { allocate } from "./native-memory.ts";

/** Chroma subsampling as libturbojpeg numbers it. */
export const SUBSAMPLING = { s444: 0, s422: 1, s420: 2 } as const;
export type Subsampling = (typeof SUBSAMPLING)[keyof typeof SUBSAMPLING];

export type TurboJpeg = {
  /**
   * @param address of the first pixel, B G R X
   * @param stride bytes from one row to the next
   * @param quality 1–100
   * @returns a view into a buffer that the next call overwrites
   * @throws Error when libturbojpeg refuses
   */
  compress(
    address: Address,
    size: { width: number; height: number; stride: number },
    quality: number,
    subsampling: Subsampling,
  ): Uint8Array;
};

const TJPF_BGRX = 3;
const TJFLAG_NOREALLOC = 1024;
const TJFLAG_FASTDCT = 2048;

/** @returns null where no library for this system is at hand */
export async function loadTurboJpeg(): Promise<TurboJpeg | null> {
  const path = await libraryPath();
  if (!path) return null;
  const { symbols } = dlopen(extractLibrary(path), {
    // tjhandle tjInitCompress(void)
    tjInitCompress: { args: [], returns: "ptr" },
    // unsigned long tjBufSize(int width, int height, int jpegSubsamp)
    tjBufSize: { args: ["i32", "i32", "i32"], returns: "u64" },
    // int tjCompress2(tjhandle, const unsigned char *src, int width, int pitch, int height, int pixelFormat,
    //                 unsigned char **jpegBuf, unsigned long *jpegSize, int jpegSubsamp, int jpegQual, int flags)
    tjCompress2: {
      args: ["ptr", "ptr", "i32", "i32", "i32", "i32", "ptr", "ptr", "i32", "i32", "i32"],
      returns: "i32",
    },
  });
  const handle = symbols.tjInitCompress();
  if (handle === null) return null;
  let output = allocate(256 * 1024);
  const pointers = allocate(16);
  const cells = new BigUint64Array(pointers.bytes.buffer, pointers.bytes.byteOffset, 2);
  const [bufferCell, sizeCell]: [Pointer, Pointer] = [ptr(cells, 0), ptr(cells, 8)];

  return {
    compress(address, { width, height, stride }, quality, subsampling) {
      const needed = Number(symbols.tjBufSize(width, height, subsampling));
      if (needed > output.bytes.length) {
        output.release();
        output = allocate(needed);
      }
      cells[0] = BigInt(output.address);
      cells[1] = BigInt(output.bytes.length);
      const [source, flags] = [asPointer(address), TJFLAG_NOREALLOC | TJFLAG_FASTDCT];
      const shape = [width, stride, height, TJPF_BGRX] as const;
      if (symbols.tjCompress2(handle, source, ...shape, bufferCell, sizeCell, subsampling, quality, flags) !== 0) {
        throw new Error(`libturbojpeg refused ${width}×${height} pixels at quality ${quality}`);
      }
      return output.bytes.subarray(0, Number(cells[1]));
    },
  };
}

/** Each import is literal, so that the compiler finds and embeds the file. */
async function libraryPath(): Promise<string | null> {
  if (process.platform !== "linux") return null;
  if (process.arch === "x64") {
    return (
      await import("../../node_modules/@julusian/jpeg-turbo/prebuilds/jpeg-turbo-linux-x64/libturbojpeg.so.0", {
        with: { type: "file" },
      })
    ).default;
  }
  if (process.arch === "arm64") {
    return (
      await import("../../node_modules/@julusian/jpeg-turbo/prebuilds/jpeg-turbo-linux-arm64/libturbojpeg.so.0", {
        with: { type: "file" },
      })
    ).default;
  }
  return null;
}
