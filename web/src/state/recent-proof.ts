/** What the server lets only somebody do who just proved who they are: asked for when it says so, then done after all. */
import { createSignal } from "solid-js";
import { ApiError } from "../api/http-client.ts";

type PendingProof = { proven(): void; givenUp(): void };

const [pendingProof, setPendingProof] = createSignal<PendingProof | null>(null);

/** The dialog shows while there is one (components/proof). */
export { pendingProof };

/** They closed the dialog: what was begun is not done, and nothing is to be reported. */
export class ProofGivenUp extends Error {
  override readonly name = "ProofGivenUp";
}

export async function withRecentProof<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== "reauthentication_required") throw error;
    await askForProof();
    return act();
  }
}

function askForProof(): Promise<void> {
  return new Promise((resolve, reject) => {
    setPendingProof({
      proven() {
        setPendingProof(null);
        resolve();
      },
      givenUp() {
        setPendingProof(null);
        reject(new ProofGivenUp("not confirmed"));
      },
    });
  });
}
