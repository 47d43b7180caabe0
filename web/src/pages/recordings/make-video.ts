/** A recording as a video: WebCodecs encodes, mediabunny writes the container. MP4 where the browser has an encoder for it. */
import {
  BufferTarget,
  CanvasSource,
  getFirstEncodableVideoCodec,
  Mp4OutputFormat,
  Output,
  QUALITY_HIGH,
  WebMOutputFormat,
} from "mediabunny";
import type { RecordingIndex } from "../../../../protocol/rest/recordings.ts";
import type { FrameStore } from "./frame-store.ts";
import { buildTimeline } from "./timeline.ts";

export type Video = { file: Blob; extension: "mp4" | "webm" };

type Options = { progress(share: number): void; signal: AbortSignal };

/** @throws Error where the browser has no encoder for the picture's size, or a part was not loaded; AbortError */
export async function makeVideo(index: RecordingIndex, store: FrameStore, options: Options): Promise<Video> {
  const timeline = buildTimeline(index.at_ms, true);
  const first = await createImageBitmap(await store.get(0));
  // Encoders take even sizes only. A screen that changes its size is fitted into the first one.
  const canvas = new OffscreenCanvas(first.width + (first.width % 2), first.height + (first.height % 2));
  first.close();
  const { format, codec, extension, type } = await chooseFormat(canvas);
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const source = new CanvasSource(canvas, { codec, quality: QUALITY_HIGH });
  output.addVideoTrack(source);
  await output.start();
  try {
    for (let frame = 0; frame < timeline.at.length; frame++) {
      options.signal.throwIfAborted();
      await paint(canvas, await store.get(frame));
      const at = timeline.at[frame] ?? 0;
      const next = timeline.at[frame + 1] ?? timeline.total;
      if (next > at) await source.add(at / 1_000, (next - at) / 1_000);
      options.progress((frame + 1) / timeline.at.length);
    }
    await output.finalize();
  } catch (error) {
    await output.cancel();
    throw error;
  }
  if (!target.buffer) throw new Error("the encoder made nothing");
  return { file: new Blob([target.buffer], { type }), extension };
}

async function chooseFormat({ width, height }: OffscreenCanvas) {
  const mp4 = new Mp4OutputFormat({ fastStart: "in-memory" });
  const forMp4 = await getFirstEncodableVideoCodec(["avc", "hevc"], { width, height });
  if (forMp4) return { format: mp4, codec: forMp4, extension: "mp4", type: "video/mp4" } as const;
  const forWebM = await getFirstEncodableVideoCodec(["vp9", "vp8", "av1"], { width, height });
  if (forWebM)
    return { format: new WebMOutputFormat(), codec: forWebM, extension: "webm", type: "video/webm" } as const;
  throw new Error(`this browser has no video encoder for ${width} × ${height}`);
}

async function paint(canvas: OffscreenCanvas, jpeg: Blob): Promise<void> {
  const picture = await createImageBitmap(jpeg);
  const context = canvas.getContext("2d", { alpha: false });
  if (!context) throw new Error("the browser gives no canvas to draw on");
  const scale = Math.min(canvas.width / picture.width, canvas.height / picture.height, 1);
  const [width, height] = [picture.width * scale, picture.height * scale];
  context.fillStyle = "black";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
  picture.close();
}
