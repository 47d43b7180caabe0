/** A toast for what did not work; none where the person themselves broke it off. */
import { isPasskeyCancelled } from "../../../api/sign-in.ts";
import { notifyFailure } from "../../../components/toast.tsx";
import { ProofGivenUp } from "../../../state/recent-proof.ts";

export function reportFailure(attempt: string): (error: unknown) => void {
  return (error) => {
    if (error instanceof ProofGivenUp || isPasskeyCancelled(error)) return;
    notifyFailure(attempt, error);
  };
}
