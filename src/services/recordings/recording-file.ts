/** One `.remrec` on disk: appended frame by frame, and after any crash cut back to its last whole frame. */
import { constants, type FileHandle, open } from "node:fs/promises";
import {
  FRAME_HEADER_BYTES,
  type FrameHeader,
  frameHeader,
  RECORDING_MAGIC,
  readFrameHeader,
} from "../../../protocol/recording-format.ts";

export type FrameAt = FrameHeader & {
  /** Of the JPEG's first byte. */
  offset: number;
};

export class RecordingFile {
  readonly #handle: FileHandle;
  #size: number;

  private constructor(handle: FileHandle, size: number) {
    this.#handle = handle;
    this.#size = size;
  }

  /** A new file, or one that goes on after its last whole frame. @throws Error of the file system */
  static async open(path: string): Promise<RecordingFile> {
    const handle = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
    try {
      const whole = await wholeBytes(handle);
      await handle.truncate(whole);
      const file = new RecordingFile(handle, whole);
      if (whole === 0) await file.#write(RECORDING_MAGIC);
      return file;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  get size(): number {
    return this.#size;
  }

  /** One at a time. @throws Error of the file system; nothing of the frame is in the file then */
  async append(jpeg: Uint8Array, atMs: number): Promise<void> {
    const header = frameHeader({ atMs, bytes: jpeg.length });
    await this.#write(header, jpeg);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async #write(...parts: readonly Uint8Array[]): Promise<void> {
    let at = this.#size;
    try {
      for (const part of parts) {
        for (let sent = 0; sent < part.length; ) {
          const { bytesWritten } = await this.#handle.write(part, sent, part.length - sent, at);
          sent += bytesWritten;
          at += bytesWritten;
        }
      }
      this.#size = at;
    } catch (error) {
      await this.#handle.truncate(this.#size).catch(() => {
        // The reader cuts it off: a frame that is not whole is none.
      });
      throw error;
    }
  }
}

/** The whole frames of a file, in order; what comes after the last one is not looked at. */
export async function* framesOf(handle: FileHandle): AsyncGenerator<FrameAt> {
  const { size } = await handle.stat();
  const buffer = Buffer.alloc(FRAME_HEADER_BYTES);
  const magic = await readAt(handle, buffer, 0);
  if (!magic.subarray(0, RECORDING_MAGIC.length).equals(RECORDING_MAGIC)) return;
  let at = RECORDING_MAGIC.length;
  while (at + FRAME_HEADER_BYTES <= size) {
    const header = readFrameHeader(await readAt(handle, buffer, at));
    const offset = at + FRAME_HEADER_BYTES;
    if (header.bytes === 0 || offset + header.bytes > size) return;
    yield { ...header, offset };
    at = offset + header.bytes;
  }
}

/** What of the file is valid; 0: it is to be begun anew. */
async function wholeBytes(handle: FileHandle): Promise<number> {
  const magic = await readAt(handle, Buffer.alloc(RECORDING_MAGIC.length), 0);
  if (!magic.equals(RECORDING_MAGIC)) return 0;
  let end = RECORDING_MAGIC.length;
  for await (const { offset, bytes } of framesOf(handle)) end = offset + bytes;
  return end;
}

/** Less than asked for at the end of the file. */
async function readAt(handle: FileHandle, buffer: Buffer, position: number): Promise<Buffer> {
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
  return buffer.subarray(0, bytesRead);
}
