/**
 * Every bound of the contract in one table. A bound that is not explicit is a bug (docs/security.md);
 * each carries its reason, so that whoever changes one knows what it holds up.
 */

const KIB = 1024;
const MIB = 1024 * KIB;

/** One WebSocket message, either way. Matches Bun's `maxPayloadLength`; above it the socket closes with 1009. */
export const MAX_MESSAGE_BYTES = 4 * MIB;

/** One pixel message. A settled 1080p photo compresses to ~2 MiB; the agent splits what is larger. */
export const MAX_FRAME_BYTES = 4 * MIB;

/** Control messages: mouse, keys, monitor lists and the like are far below this. */
export const MAX_CONTROL_BYTES = 16 * KIB;

/** A chat message as UTF-8. */
export const MAX_CHAT_BYTES = 4 * KIB;

/** What a session keeps of its chat: newest messages, for whoever comes or reloads. A long day's talk. */
export const MAX_CHAT_HISTORY_MESSAGES = 200;
export const MAX_CHAT_HISTORY_BYTES = 128 * KIB;

/** Why a technician connects, as the person at the machine is shown it: one sentence. */
export const MAX_REASON_LENGTH = 200;

/** The installation's name: above the sign-in, in titles and mails. */
export const MAX_SERVER_NAME_LENGTH = 60;

/** What a person is asked to agree to, in the installation's own words: it has to fit a dialog with the question still in sight. */
export const MAX_CONSENT_TEXT_LENGTH = 600;

/** The installation's logo as a PNG: far more than a picture of 256 pixels needs. */
export const MAX_LOGO_BYTES = 128 * KIB;
export const MAX_LOGO_PIXELS = 1_024;

/** Viewers of one session that an agent is told of. */
export const MAX_VIEWERS = 200;

/** A script's text as UTF-8. */
export const MAX_SCRIPT_BYTES = 256 * KIB;

/** How long a script may run where nobody said otherwise, and at most. */
export const DEFAULT_SCRIPT_TIMEOUT_S = 15 * 60;
export const MAX_SCRIPT_TIMEOUT_S = 24 * 60 * 60;

/** Of a script's output so much is kept and sent, stdout and stderr together; the rest is counted as cut. */
export const MAX_SCRIPT_OUTPUT_BYTES = 10 * MIB;

/** Named values that a script is given. */
export const MAX_SCRIPT_PARAMETERS = 32;
export const MAX_SCRIPT_PARAMETER_BYTES = 8 * KIB;

/** A terminal sends no more than this (UTF-16 units) before the viewer has shown what came before. */
export const TERMINAL_WINDOW = 256 * KIB;

/** Terminal input longer than this (UTF-16 units) is answered with `terminal_taken`: so a paste keeps the machine's pace. */
export const SHORT_TERMINAL_INPUT = 1 * KIB;

/** Clipboard text as UTF-8 in a message; longer text, and pictures, are answered over HTTP. */
export const MAX_CLIPBOARD_BYTES = 2 * MIB;

/** Clipboard contents of any kind. */
export const MAX_CLIPBOARD_STREAM_BYTES = 16 * MIB;

/** One `file_chunk`/`file_upload_chunk` of the plain protocol, before base64. */
export const MAX_FILE_CHUNK_BYTES = 64 * KIB;

/** Entries of one `file_list`; a longer folder is cut and says so. */
export const MAX_FILE_LIST_ENTRIES = 5_000;

/** A path on a remote machine: Linux's PATH_MAX. */
export const MAX_PATH_LENGTH = 4_096;

/** Files and folders that one request may name: what a person selects in a list. */
export const MAX_STREAM_PATHS = 1_000;

/** The agent's answer to a stream request, in a header: facts of one file, or a refusal in words. */
export const MAX_STREAM_ANSWER_BYTES = 12 * KIB;

/** An agent that was asked for a stream shows a sign of it within this, or counts as silent. */
export const STREAM_START_TIMEOUT_MS = 10_000;

/** Machines that one run of a script may go to. */
export const MAX_RUN_MACHINES = 1_000;
/** Of what a run says on one machine so much is kept, both streams together; the script itself goes on. */
export const MAX_RUN_OUTPUT_BYTES = 1024 * KIB;
/** An agent whose script says nothing for so long gives a sign that it runs, well within what any proxy calls idle. */
export const RUN_TICK_MS = 10_000;
/** A run that gives no sign for this long has been lost sight of. */
export const RUN_SILENCE_MS = 35_000;
/** After its time is over, or it was told to stop, a run is waited for so long: to be started, ended by force, and to tell of it. */
export const RUN_END_GRACE_MS = 60_000;

/** Streams of one machine that may be open at once. */
export const MAX_OPEN_STREAMS = 64;

/** Terminal bytes in one message (UTF-8 text). */
export const MAX_TERMINAL_DATA_BYTES = 64 * KIB;

/** Either side of a framebuffer in pixels: what a cell index of one byte each way can address (256 × 64). */
export const MAX_FRAMEBUFFER_SIDE = 16_384;

/** Rects in one framebuffer update. Past a few dozen the decoder, not the network, is the bound. */
export const MAX_RECTS = 4_096;

/** Side of a tile of our grid in pixels; the relay keeps state and the agent compares by tile. */
export const TILE_SIZE = 64;

/** Side of a cursor image in pixels; X servers and Windows stop at 256 in practice. */
export const MAX_CURSOR_SIDE = 256;

/** Monitors one machine may list. */
export const MAX_MONITORS = 32;

/** Stands for a monitor's index where all monitors are meant, as one picture in their arrangement. No monitor has it. */
export const ALL_MONITORS = 255;

/** Invalid messages a socket may send within the window before it is closed (1008). */
export const MAX_INVALID_MESSAGES = 100;
export const INVALID_MESSAGE_WINDOW_MS = 10_000;

/** The relay pings a silent socket this often, so that a half-open one is noticed within 35 s. */
export const PING_INTERVAL_MS = 15_000;
export const SOCKET_IDLE_TIMEOUT_S = 35;

/** Input that waited longer than this is stale: a click on what is no longer there. Dropped, not replayed. */
export const MAX_INPUT_AGE_MS = 2_000;

/** How long the person at the machine may take to answer; silence is a no. */
export const CONSENT_TIMEOUT_MS = 30_000;

/** A session without agent and without viewer for this long is over. */
export const SESSION_LINGER_MS = 10 * 60_000;

/** The 6-character code a machine's user reads out. No I, O, 0, 1: they cannot be misheard or misread. */
export const SESSION_CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
export const SESSION_CODE_LENGTH = 6;
export const SESSION_CODE_TTL_MS = 10 * 60_000;

/** A support link waits this long for the person, unless told otherwise. */
export const SUPPORT_LINK_TTL_S = 3_600;

/** Length bounds for what people and agents name things. */
export const MAX_NAME_LENGTH = 200;
export const MAX_NOTES_LENGTH = 20_000;
export const MAX_TAG_LENGTH = 40;
export const MAX_TAGS = 32;
export const MAX_MAC_ADDRESSES = 16;
/** IPv4 subnets that one machine stands in; more are virtual. */
export const MAX_SUBNETS = 16;

/** Where webhooks go: what services hand out, with their tokens in it, is far below. */
export const MAX_WEBHOOK_URL_LENGTH = 2_048;
/** Webhooks that may be set up: each event is written down once for each. */
export const MAX_WEBHOOKS = 50;
/** Messages that wait for one webhook; what happens beyond is not kept for it. */
export const MAX_WAITING_DELIVERIES = 10_000;
/** Times that a message is tried, over about a day. */
export const MAX_DELIVERY_ATTEMPTS = 8;
/** Of a receiver's answer so much is kept. */
export const MAX_DELIVERY_ANSWER_BYTES = 1 * KIB;
/** How long messages and what became of them stay on record. */
export const DELIVERY_LOG_DAYS = 14;

/** Lists: rows a page. */
export const DEFAULT_PAGE_SIZE = 50;
export const MAX_PAGE_SIZE = 200;
/** Machines that one request changes; a larger act is several requests. */
export const MAX_BULK_MACHINES = 1_000;
/** A machine's picture in the list: enough to tell a login screen from a full desktop, too little to read along. */
export const THUMBNAIL_WIDTH = 320;
export const THUMBNAIL_HEIGHT = 200;
export const MAX_THUMBNAIL_BYTES = 12 * 1024;
/** Of what an agent tells of its machine: more than any has that is not a trap. */
export const MAX_DISKS = 24;
export const MAX_INTERFACES = 24;
export const MAX_ADDRESSES = 8;
export const MAX_DISPLAYS = 16;
