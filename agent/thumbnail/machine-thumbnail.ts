/** Answers the server's request for a thumbnail, or says why not: the person decides, and so does this machine's own policy. */
import type { Clock } from "../clock.ts";
import type { FoundDisplay } from "../display/find-display.ts";
import { reasonOf } from "../exit.ts";
import { createExchange, Refusal, type StreamAddress } from "../streams/exchange.ts";
import { carryOut } from "../streams/opened-stream.ts";

/** Whatever a server asks: nobody watches this screen by its thumbnails. */
const MIN_INTERVAL_MS = 20_000;

export type MachineThumbnail = { answer(address: StreamAddress, ended: AbortSignal): Promise<void> };

export type MachineThumbnailOptions = {
  isOn: boolean;
  findDisplay: () => Promise<FoundDisplay>;
  take: (display: Extract<FoundDisplay, { kind: "found" }>["access"]) => Promise<Uint8Array<ArrayBuffer>>;
  clock: Clock;
};

export function createMachineThumbnail({ isOn, findDisplay, take, clock }: MachineThumbnailOptions): MachineThumbnail {
  let takenAt = Number.NEGATIVE_INFINITY;

  async function picture(): Promise<Uint8Array<ArrayBuffer>> {
    if (!isOn)
      throw new Refusal("forbidden", "thumbnails are switched off on this machine", { code: "thumbnails_off" });
    if (clock.now() - takenAt < MIN_INTERVAL_MS) {
      throw new Refusal("unavailable", "a thumbnail was taken a moment ago", { code: "too_soon" });
    }
    takenAt = clock.now();
    const display = await findDisplay();
    if (display.kind === "problem") throw new Refusal("unavailable", display.message, { code: "no_display" });
    return take(display.access).catch((failure: unknown) => {
      throw new Refusal("unavailable", `the screen cannot be captured: ${reasonOf(failure)}`, { code: "no_picture" });
    });
  }

  return {
    async answer(address, ended) {
      await carryOut(createExchange(address, ended), async (exchange) => exchange.answer({}, await picture()));
    },
  };
}
