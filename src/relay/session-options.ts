/** What a live session is made of, and what it asks of those who keep it among the others. */
import type { SessionState } from "../../protocol/messages/relay-to-viewer.ts";
import type { Clock } from "./clock.ts";
import type { RelayLimits } from "./limits.ts";
import type { AdmittedAgent, SessionRecording } from "./ports.ts";

export type SessionMachine = SessionState["machine"];

export type SessionOptions = {
  id: string;
  machine: SessionMachine;
  /** Why it was started, for the person at the machine; empty: not said. */
  reason: string;
  /** What the installation has people agree to; asked for at each start. */
  consentText(): string;
  clock: Clock;
  limits: RelayLimits;
  /** What is shown is written there; null: it is not recorded. */
  recording: SessionRecording | null;
  /** A stream number that no running stream has. */
  takeStream(): number;
  giveStream(stream: number): void;
  /** Other sessions of the machine are being streamed: a plain agent must not be told to stop. */
  isMachineStreamingElsewhere(): boolean;
  /** It ended by itself; `endedBy` for people, `agent` if its machine said so. Called after everybody in it was told. */
  ended(endedBy: string, agent: AdmittedAgent | null): void;
};

/** What the person at the machine reads: why somebody connects and, where they are asked, what they agree to. */
export function wordsForPerson(
  { reason, consentText }: Pick<SessionOptions, "reason" | "consentText">,
  isAttended: boolean,
) {
  const text = isAttended ? consentText() : "";
  return { ...(reason && { reason }), ...(text && { consent_text: text }) };
}
