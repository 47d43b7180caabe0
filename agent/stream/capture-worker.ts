/** The Worker in which one screen is captured and encoded; an entry point of its own in the compiled agent. */
import type { CapturerEvents } from "../capture/capturer.ts";
import { openPortableCapturer } from "../capture/portable/portable-capturer.ts";
import { openX11Capturer } from "../capture/x11/x11-capturer.ts";
import { systemClock } from "../clock.ts";
import { createJpegEncoder } from "../encode/jpeg-encoder.ts";
import { PictureProducer } from "./picture-producer.ts";
import type { FromWorker, ToWorker } from "./worker-messages.ts";

declare const self: Worker;

type Open = Extract<ToWorker, { type: "open" }>;

let producer: Promise<PictureProducer> | null = null;

function post(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  self.postMessage(message, transfer);
}

async function createProducer({ backend, access }: Open): Promise<PictureProducer> {
  const openCapturer = backend === "portable" ? openPortableCapturer : openX11Capturer;
  return new PictureProducer({
    open: (monitor: number | undefined, events: CapturerEvents) => openCapturer({ access, monitor }, events),
    jpeg: await createJpegEncoder(),
    clock: systemClock,
    events: {
      message: (message) => post({ type: "message", message }, [message.buffer]),
      monitors: (monitors, current) => post({ type: "monitors", monitors, current }),
      state: (state) => post({ type: "state", state }),
    },
  });
}

function carryOut(pictures: PictureProducer, message: Exclude<ToWorker, Open>): void {
  switch (message.type) {
    case "start":
      pictures.start(message.settings);
      break;
    case "monitor":
      pictures.showMonitor(message.index);
      break;
    case "quality":
      pictures.setQuality(message.quality);
      break;
    case "start_side":
      pictures.startSide(message.settings);
      break;
    case "stop_side":
      pictures.stopSide(message.stream);
      break;
    case "acknowledge":
      pictures.acknowledge(message.frame, message.decodeMs, message.stream);
      break;
    case "refresh":
      pictures.refresh(message.cells, message.stream);
      break;
    case "input":
      pictures.noteInput();
      break;
    case "stop":
      pictures.stop();
      break;
    case "close":
      pictures.close();
      post({ type: "closed" });
  }
}

self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === "open") producer = createProducer(data);
  // A promise keeps the order of what waits for it.
  else if (producer) carryOut(await producer, data);
};
