/** The relay's own bounds, each with its reason; those that are part of the contract are in protocol/limits.ts. */
import {
  CONSENT_TIMEOUT_MS,
  INVALID_MESSAGE_WINDOW_MS,
  MAX_INPUT_AGE_MS,
  MAX_INVALID_MESSAGES,
  PING_INTERVAL_MS,
  SESSION_LINGER_MS,
  SOCKET_IDLE_TIMEOUT_S,
} from "../../protocol/limits.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

export const DEFAULT_RELAY_LIMITS = {
  /** An agent that another one wants to replace from other hardware shows within this that it is there: slow links take a second. */
  signOfLifeMs: 4_000,
  /** Other hardware is taken for the machine's own once its agent stayed so long: a clone's original would have come back. */
  hardwareProvenMs: 60_000,
  /** A message that would queue more than this for one socket closes it instead: it is not reading. */
  maxQueuedBytes: 4 * MIB,
  /** Large messages of viewers (clipboard, upload chunks) are refused while more than this waits for the agent. */
  agentBusyBytes: 1 * MIB,
  /** Pieces of an upload are acknowledged with no more than this waiting: what is typed meanwhile waits behind so much. */
  agentRoomyBytes: 128 * KIB,
  /** Encoded rects kept for late and slow viewers of one session: a settled 1080p screen of photos is ~3 MiB. */
  maxTileStateBytes: 8 * MIB,
  /** Pieces of a file wait outside a viewer's socket while so much waits in it: pictures go between them … */
  maxChunkBufferedBytes: 128 * KIB,
  /** … and at most so much of them, as text, before the file is given up for this viewer. */
  maxWaitingChunkBytes: 32 * MIB,
  /**
   * Cells of one stream's updates that are looked at, for the session and again for each viewer: some 50 ns each. A 4K screen that
   * changes as a whole 60 times a second for eight viewers is at a fifth of it.
   */
  cellWork: { perSecond: 5_000_000, burst: 5_000_000 },
  /** Viewers of one session: each costs a copy of every frame. */
  maxViewersPerSession: 200,

  /** A viewer leaves the topic with more than this unacknowledged: ~80 ms of a 100 Mbit/s link. */
  maxUnackedBytes: 1 * MIB,
  /** … or with a frame unacknowledged for this long (or twice its round trip and a decode, if that is longer). */
  maxUnackedMs: 500,
  unackedSlackMs: 100,
  /** … or with this much in our own queue: the kernel's buffer is full already. */
  maxTopicBufferedBytes: 256 * KIB,
  /** A catch-up update is sized to this much of the link's time, so that delay stays one update. */
  catchUpMs: 200,
  minCatchUpBytes: 6 * KIB,
  maxCatchUpBytes: 1 * MIB,
  /** Before anything is known of the link: a second of the slowest. It doubles with each answer. */
  firstCatchUpBytes: 32 * KIB,

  /** A viewer whose picture is older than this, or than its round trip and the slack, gets a stream of its own … */
  minLagMs: 600,
  lagSlackMs: 400,
  /** … for so long at least, and until its link is this fast: 40 Mbit/s. Each time it comes back, twice as long. */
  sideStayMs: 10_000,
  fastBytesPerMs: 5_000,
  fastRoundTripMs: 50,

  /** A kept rect larger than this of which less than a quarter is current is asked for anew rather than sent. */
  staleRectBytes: 16 * KIB,
  /** Refresh requests to the agent: many viewers that lack the same cells make one request. */
  refreshIntervalMs: 100,
  /** The same cell is not asked for again within this time: the answer may be on its way. */
  refreshCellIntervalMs: 500,

  /** Whole frames a second for viewers that know nothing else: 10 are usable, and 3 MB/s at 1080p. */
  plainViewerFps: 10,
  recordingFps: 4,
  /** What a viewer gets that does not ask. */
  defaultMaxFps: 30,
  /** A viewer that acknowledges whole frames has at most this many on the way. */
  maxUnackedWholeFrames: 2,
  /** … unless its acknowledgements stop: then only its socket's queue counts, as for a viewer that never sends any. */
  wholeFrameAckTimeoutMs: 2_000,

  /** Messages of all kinds on one socket: a viewer at 120 frames and 1,000 Hz of mouse stays far below. */
  messageRate: { perSecond: 4_000, burst: 12_000 },
  /** Pointer motion that is forwarded; what comes faster is merged into the next. */
  motionRate: { perSecond: 250, burst: 50 },
  /** Where others point is told this often; on a slow link pictures need the room. */
  pointerIntervalMs: 40,
  slowPointerIntervalMs: 200,
  maxPointerBufferedBytes: 16 * KIB,
  maxInvalidMessages: MAX_INVALID_MESSAGES,
  invalidWindowMs: INVALID_MESSAGE_WINDOW_MS,
  maxInputAgeMs: MAX_INPUT_AGE_MS,
  /** Inputs that wait for a slow agent; past it they are refused, not queued. */
  maxWaitingInputs: 1_000,
  consentTimeoutMs: CONSENT_TIMEOUT_MS,
  lingerMs: SESSION_LINGER_MS,
  pingIntervalMs: PING_INTERVAL_MS,
  /** Half-open sockets go within SOCKET_IDLE_TIMEOUT_S; the sweep that finds them comes every `sweepIntervalMs`. */
  silentSocketMs: SOCKET_IDLE_TIMEOUT_S * 1_000 - 3_000,
  sweepIntervalMs: 2_500,
  /** `stop()` waits this long for close frames to leave before it cuts the sockets. */
  stopTimeoutMs: 2_000,
};

export type RelayLimits = typeof DEFAULT_RELAY_LIMITS;
