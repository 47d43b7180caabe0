/**
 * Streams of their own for viewers whose link is much slower than the fastest one's: the agent encodes for that link, so that
 * what they see is young rather than complete. For agents that say that they can; else such a viewer stays in the session's.
 */
import type { Clock } from "./clock.ts";
import type { RelayLimits } from "./limits.ts";
import type { LinkEstimate } from "./link-estimate.ts";
import type { AgentLink, ViewerLink } from "./links.ts";
import { SessionPictures } from "./session-pictures.ts";

export type SideStreamOptions = {
  sessionId: string;
  clock: Clock;
  limits: RelayLimits;
  /** The stream of the session, which everybody begins in. */
  main: SessionPictures;
  agent(): AgentLink | null;
  /** A stream number that no running stream has. */
  takeStream(): number;
  giveStream(stream: number): void;
  /** Somebody has a stream of their own now, or none any more. */
  changed(): void;
};

type Side = { pictures: SessionPictures; stream: number; viewers: Set<ViewerLink>; sinceMs: number };

export class SideStreams {
  readonly #options: SideStreamOptions;
  readonly #sides = new Map<number, Side>();
  readonly #byViewer = new Map<ViewerLink, Side>();
  /** How often a viewer has come back to its own stream: the next try in the session's waits longer each time. */
  readonly #returns = new WeakMap<ViewerLink, number>();

  constructor(options: SideStreamOptions) {
    this.#options = options;
  }

  picturesOf(viewer: ViewerLink): SessionPictures | null {
    return this.#byViewer.get(viewer)?.pictures ?? null;
  }

  find(stream: number): SessionPictures | null {
    return this.#sides.get(stream)?.pictures ?? null;
  }

  /** The viewer is far behind in the session's stream. @returns true: it has another now */
  take(viewer: ViewerLink): boolean {
    const agent = this.#options.agent();
    const { main, clock } = this.#options;
    if (!agent || agent.sideStreams === 0 || this.#byViewer.has(viewer) || !main.isKeptUpBesides(viewer)) return false;
    const link = main.linkOf(viewer);
    if (!link) return false;
    const side = this.#sides.size < agent.sideStreams ? this.#open(agent, viewer, link) : this.#slowest();
    if (!side) return false;
    main.dismiss(viewer);
    side.viewers.add(viewer);
    side.sinceMs = clock.now();
    this.#byViewer.set(viewer, side);
    side.pictures.admit(viewer, link);
    this.#options.changed();
    return true;
  }

  /** The viewer goes, or is to be in the session's stream again. */
  leave(viewer: ViewerLink): void {
    const side = this.#byViewer.get(viewer);
    if (!side) return;
    this.#byViewer.delete(viewer);
    side.pictures.dismiss(viewer);
    side.viewers.delete(viewer);
    if (side.viewers.size === 0) this.#close(side);
  }

  /** The agent is gone, or everything ends. @returns whoever was in one of them */
  clear(): ViewerLink[] {
    const viewers = [...this.#byViewer.keys()];
    for (const viewer of viewers) this.leave(viewer);
    return viewers;
  }

  #open(agent: AgentLink, viewer: ViewerLink, link: LinkEstimate): Side {
    const { sessionId, clock, limits } = this.#options;
    const stream = this.#options.takeStream();
    const pictures = new SessionPictures(`${sessionId}/${stream}`, clock, limits, {
      refresh: (cells) => agent.send({ type: "refresh_cells", session_id: sessionId, stream, cells }),
      reached: (_stream, frame, decodeMs) => {
        agent.send({ type: "frame_ack", session_id: sessionId, stream, frame, decode_ms: decodeMs });
        this.#considerReturn(side);
      },
      lags: () => {},
    });
    const side: Side = { pictures, stream, viewers: new Set(), sinceMs: clock.now() };
    this.#sides.set(stream, side);
    pictures.beginStream(stream);
    agent.send({
      type: "start_side_stream",
      session_id: sessionId,
      stream,
      max_fps: viewer.wants.maxFps,
      scaled: viewer.wants.codecs.includes("scaled"),
      ...(link.isKnown && { round_trip_ms: link.roundTripMs, bytes_per_s: link.bytesPerMs * 1_000 }),
    });
    return side;
  }

  #close(side: Side): void {
    const { sessionId, agent, giveStream } = this.#options;
    side.pictures.beginStream(0);
    this.#sides.delete(side.stream);
    giveStream(side.stream);
    agent()?.send({ type: "stop_side_stream", session_id: sessionId, stream: side.stream });
  }

  /** Made for the slowest link, it suits whoever else comes. */
  #slowest(): Side | null {
    const speed = ({ pictures, viewers }: Side) =>
      Math.min(...Array.from(viewers, (viewer) => pictures.linkOf(viewer)?.bytesPerMs ?? Number.POSITIVE_INFINITY));
    return [...this.#sides.values()].sort((a, b) => speed(a) - speed(b))[0] ?? null;
  }

  /** A link that has recovered for a while is tried in the session's stream again. */
  #considerReturn(side: Side): void {
    const { clock, limits, main } = this.#options;
    for (const viewer of side.viewers) {
      const link = side.pictures.linkOf(viewer);
      const returns = this.#returns.get(viewer) ?? 0;
      const stayMs = limits.sideStayMs * 2 ** Math.min(returns, 5);
      if (!link?.isFast || clock.now() - side.sinceMs < stayMs) continue;
      this.#returns.set(viewer, returns + 1);
      this.leave(viewer);
      main.admit(viewer, link);
      this.#options.changed();
    }
  }
}
