/** One phase at a time, from everything that is known of a session. */
import { CLOSE } from "../../../protocol/close-codes.ts";
import type { AgentMessage } from "../../../protocol/messages/agent-to-relay.ts";
import type { SessionState } from "../../../protocol/messages/relay-to-viewer.ts";
import type { LinkState } from "./viewer-connection.ts";
import type { Phase } from "./viewer-model.ts";

export type StreamState = Extract<AgentMessage, { type: "stream_state" }>;

export type SessionFacts = {
  link: LinkState;
  /** What this connection has said last. */
  session: Pick<SessionState, "state" | "consent_until" | "reason"> | null;
  stream: Pick<StreamState, "state" | "problem" | "message"> | null;
  /** A picture was painted since the session became active on this connection. */
  hasPicture: boolean;
  /** Why this page cannot show pictures at all. */
  broken: string | null;
};

export function phaseOf({ link, session, stream, hasPicture, broken }: SessionFacts): Phase {
  if (link.kind === "closed") return finalPhase(link.code, link.reason, session?.reason ?? null);
  if (session?.state === "ended") return { kind: "ended", reason: session.reason ?? null };
  if (broken !== null) return { kind: "refused", message: `${broken}. Reload the page.` };
  if (link.kind === "waiting") return { kind: "reconnecting", attempt: link.attempt, retryAt: link.retryAt };
  if (link.kind === "connecting" || !session) {
    return link.attempt > 0 ? { kind: "reconnecting", attempt: link.attempt, retryAt: null } : { kind: "connecting" };
  }
  if (session.state === "waiting_consent") return { kind: "waiting_consent", until: epochOf(session.consent_until) };
  if (session.state === "agent_offline") return { kind: "agent_offline" };
  if (stream?.state === "problem") {
    return { kind: "no_picture", problem: stream.problem ?? null, message: stream.message ?? null };
  }
  return { kind: hasPicture ? "active" : "connecting" };
}

function finalPhase(code: number, closeReason: string, sessionReason: string | null): Phase {
  switch (code) {
    case CLOSE.replaced:
      return { kind: "replaced" };
    case CLOSE.badCredentials:
    case CLOSE.noSuchSession:
      return {
        kind: "refused",
        message: "This link is not valid, or its session is over. Connect to the machine anew.",
      };
    case CLOSE.notAllowed:
      return {
        kind: "refused",
        message: "You may not watch this session (any more). Ask an administrator for access.",
      };
    default:
      return { kind: "ended", reason: sessionReason ?? (closeReason || null) };
  }
}

function epochOf(isoTime: string | undefined): number | null {
  return isoTime === undefined ? null : Date.parse(isoTime);
}
