/** What the person at this machine has agreed to in one session: asked at its start, and again when somebody wants more. */
import type { AgentMessage } from "../../protocol/messages/agent-to-relay.ts";
import type { Permission } from "../../protocol/permissions.ts";
import type { Log } from "../log.ts";
import type { BoardViewer } from "../person/session-board.ts";
import type { AskConsent } from "./ask-consent.ts";
import { isSpokenOf } from "./question.ts";

type ConsentMessage =
  Extract<AgentMessage, { type: "consent" | "consent_asked" }> extends infer Message
    ? Message extends unknown
      ? Omit<Message, "session_id">
      : never
    : never;

export type Asker = {
  technician: string;
  permissions: readonly Permission[] | undefined;
  reason?: string;
  consentText?: string;
  isRecorded?: boolean;
};

export interface SessionConsent {
  readonly isGranted: boolean;
  allows(permission: Permission): boolean;
  /** The relay wants pictures: asks, or says again what the answer was. */
  wanted(asker: Asker): void;
  /** Who is in the session: those who may more than was agreed to are asked for. */
  viewers(viewers: readonly BoardViewer[]): void;
  /** Nobody waits for an answer now; one that was given stands. */
  withdraw(): void;
}

export type SessionConsentOptions = {
  isAttended: boolean;
  ask: AskConsent;
  /** The machine's own policy: what it does not allow is not asked for. */
  allowed: readonly Permission[] | undefined;
  say(message: ConsentMessage): void;
  /** There is more that may be done than before. */
  changed(): void;
  log: Log;
};

type State = "not_asked" | "asking" | "granted" | "declined";

export function createSessionConsent(options: SessionConsentOptions): SessionConsent {
  const { isAttended, ask, allowed, say, log } = options;
  let state: State = isAttended ? "not_asked" : "granted";
  /** Null: all that tickets say. */
  let agreed: Set<Permission> | null = null;
  let asking: AbortController | null = null;
  let present: readonly BoardViewer[] = [];
  let isAskingFurther = false;
  /** Whose wish for more was refused: a reload of their page does not ask again. */
  const refusedFurther = new Set<string>();

  const allows = (permission: Permission) => agreed === null || agreed.has(permission) || !isSpokenOf(permission);
  const askable = (permissions: readonly Permission[]) => permissions.filter((one) => allowed?.includes(one) ?? true);

  function sayGranted(viewerId?: string): void {
    const about = viewerId === undefined ? {} : { viewer_id: viewerId };
    say({ type: "consent", granted: true, ...(agreed && { permissions: [...agreed] }), ...about });
  }

  async function askFirst(asker: Asker): Promise<void> {
    state = "asking";
    asking = new AbortController();
    const { signal } = asking;
    const permissions = asker.permissions && askable(asker.permissions);
    log.info(`asking the person here whether ${asker.technician} may connect`);
    const answer = await ask({ ...asker, permissions, signal });
    if (signal.aborted) return;
    state = answer.granted ? "granted" : answer.reason === "declined" ? "declined" : "not_asked";
    log.info(answer.granted ? "the person here agreed" : `no session: ${answer.explanation}`);
    if (!answer.granted) {
      say({ type: "consent", granted: false, reason: answer.reason });
      return;
    }
    agreed = permissions ? new Set(permissions) : null;
    sayGranted();
    options.changed();
    void askFurther();
  }

  /** One after the other: two questions at once would be answered as one. */
  async function askFurther(): Promise<void> {
    if (isAskingFurther) return;
    isAskingFurther = true;
    for (let next = nextWish(); next; next = nextWish()) await askFor(next.viewer, next.wish);
    isAskingFurther = false;
  }

  function nextWish(): { viewer: BoardViewer; wish: Permission[] } | null {
    if (!isAttended || state !== "granted") return null;
    for (const viewer of present) {
      const wish = askable(viewer.permissions).filter((permission) => !allows(permission));
      if (wish.length > 0 && !refusedFurther.has(keyOf(viewer))) return { viewer, wish };
    }
    return null;
  }

  async function askFor(viewer: BoardViewer, wish: Permission[]): Promise<void> {
    asking = new AbortController();
    const { signal } = asking;
    const technician = viewer.name || viewer.email;
    log.info(`asking the person here whether ${technician} may do more than was agreed to`);
    say({ type: "consent_asked", viewer_id: viewer.id, permissions: wish });
    const answer = await ask({ technician, permissions: wish, isFurther: true, signal });
    if (signal.aborted) return;
    if (answer.granted) {
      agreed = new Set([...(agreed ?? []), ...wish]);
      log.info("the person here agreed");
      sayGranted(viewer.id);
      options.changed();
      return;
    }
    refusedFurther.add(keyOf(viewer));
    log.info(`no more than before: ${answer.explanation}`);
    say({ type: "consent", granted: false, reason: answer.reason, viewer_id: viewer.id });
  }

  return {
    get isGranted() {
      return state === "granted";
    },
    allows,
    wanted(asker) {
      if (state === "not_asked") void askFirst(asker);
      else if (state === "declined") say({ type: "consent", granted: false, reason: "declined" });
      else if (state === "granted" && isAttended) sayGranted();
    },
    viewers(viewers) {
      present = viewers;
      void askFurther();
    },
    withdraw() {
      if (state === "asking") state = "not_asked";
      present = [];
      asking?.abort();
    },
  };
}

/** The same person with the same wish, whatever their page's connection. */
function keyOf({ email, name, permissions }: BoardViewer): string {
  return JSON.stringify([email || name, [...permissions].sort()]);
}
