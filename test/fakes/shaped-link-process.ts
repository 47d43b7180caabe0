/**
 * The process of a shaped link: each direction has a bottleneck of so many bytes a second behind a queue that, when full,
 * blocks the sender, and then a line of constant delay. Nothing is lost: below TCP a loss is a delay, too.
 */
import { connect, createServer, type Socket } from "node:net";
import type { LinkProfile } from "./link-profile.ts";

/** What a home router keeps, as time of its link. */
const QUEUE_MS = 300;
/** Bytes that leave at once: a packet of the real thing. */
const PACKET_BYTES = 1_448;

type Packet = { bytes: Buffer; dueMs: number };

class Direction {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #profile: LinkProfile;
  readonly #maxQueuedBytes: number;
  #packets: Packet[] = [];
  /** Where the bottleneck's queue begins in `packets`: those before it are on the line. */
  #busyUntilMs = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #hasEnded = false;

  constructor(from: Socket, to: Socket, profile: LinkProfile) {
    this.#from = from;
    this.#to = to;
    this.#profile = profile;
    this.#maxQueuedBytes = Math.max(2 * PACKET_BYTES, (profile.bytesPerS * QUEUE_MS) / 1000);
    from.on("data", (chunk) => this.#take(Buffer.from(chunk)));
    from.on("close", () => {
      this.#hasEnded = true;
      this.#pass();
    });
    from.on("error", () => from.destroy());
  }

  #take(chunk: Buffer): void {
    const { bytesPerS, roundTripMs } = this.#profile;
    for (let at = 0; at < chunk.length; at += PACKET_BYTES) {
      const bytes = chunk.subarray(at, at + PACKET_BYTES);
      this.#busyUntilMs = Math.max(performance.now(), this.#busyUntilMs) + (bytes.length * 1000) / bytesPerS;
      this.#packets.push({ bytes, dueMs: this.#busyUntilMs + roundTripMs / 2 });
    }
    if (this.#queuedBytes() > this.#maxQueuedBytes) this.#from.pause();
    this.#pass();
  }

  /** Bytes that the bottleneck has not yet served. */
  #queuedBytes(): number {
    return (Math.max(0, this.#busyUntilMs - performance.now()) * this.#profile.bytesPerS) / 1000;
  }

  #pass(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const now = performance.now();
    const due = this.#packets.findIndex(({ dueMs }) => dueMs > now);
    const ready = this.#packets.splice(0, due === -1 ? this.#packets.length : due);
    for (const { bytes } of ready) this.#to.write(bytes);
    if (this.#from.isPaused() && this.#queuedBytes() <= this.#maxQueuedBytes / 2) this.#from.resume();
    const next = this.#packets[0];
    if (next) this.#timer = setTimeout(() => this.#pass(), Math.max(1, next.dueMs - now));
    else if (this.#hasEnded) this.#to.destroy();
  }
}

const { targetPort, ...profile } = JSON.parse(process.argv[2] ?? "{}") as LinkProfile & { targetPort: number };
const server = createServer((client) => {
  const target = connect(targetPort, "127.0.0.1");
  client.setNoDelay(true);
  target.setNoDelay(true);
  new Direction(client, target, profile);
  new Direction(target, client, profile);
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.(typeof address === "object" ? address?.port : 0);
});
process.on("disconnect", () => process.exit(0));
