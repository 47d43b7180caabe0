/** A proof by an identity provider happens in a window of its own, so that what was begun here is not lost; it tells what came of it. */

/** null: proven. Otherwise the server's word for why not. */
export type ProofOutcome = { failed: string | null };

const CHANNEL = "remotelink.proof";
const WINDOW_FEATURES = "popup,width=520,height=720";

/** By a channel and not by its opener: a page of another origin in between parts the two. */
export function tellProof(outcome: ProofOutcome): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(outcome);
  channel.close();
}

/** @returns ends the listening */
export function followProof(onOutcome: (outcome: ProofOutcome) => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }: MessageEvent<ProofOutcome>) => onOutcome(data);
  return () => channel.close();
}

/**
 * Opens the window at once, as long as the press counts as asking for one, and leads it on when the address is known.
 * Where the browser refuses a window, this page goes there itself.
 * @param addressFor the provider's, for a way back to this path
 */
export async function proveElsewhere(addressFor: (next: string) => Promise<string>): Promise<void> {
  const other = window.open("", "", WINDOW_FEATURES);
  if (!other) {
    location.assign(await addressFor(location.pathname + location.search));
    return;
  }
  try {
    other.location.replace(await addressFor("/proven"));
  } catch (error) {
    other.close();
    throw error;
  }
}
