/** For somebody who lost their phone or their passkey. Asks once, and for one's own proof where the last is long ago. */
import { useQueryClient } from "@tanstack/solid-query";
import type { User } from "../../../../protocol/rest/users.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { removeSecondFactor } from "../../api/users.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { notify, notifyFailure } from "../../components/toast.tsx";
import { ProofGivenUp, withRecentProof } from "../../state/recent-proof.ts";

export function RemoveSecondFactor(props: { user: User; onClose: () => void }) {
  const client = useQueryClient();
  const remove = async () => {
    const { id, name } = props.user;
    // First, so that the question who one is stands alone and not over this one.
    props.onClose();
    try {
      await withRecentProof(() => removeSecondFactor(id));
      notify(`The second factor of ${name} was removed`);
    } catch (error) {
      if (error instanceof ProofGivenUp) return;
      notifyFailure(`The second factor of ${name} was not removed`, error);
    } finally {
      void client.invalidateQueries({ queryKey: queryKeys.users });
    }
  };
  return (
    <ConfirmDialog
      isOpen
      onClose={props.onClose}
      title={`Remove the second factor of ${props.user.name}?`}
      action="Remove second factor"
      onConfirm={() => void remove()}
    >
      Their authenticator app, passkeys and recovery codes are lost, and their password alone signs them in until they
      set up a new one. Be sure that it is they who ask.
    </ConfirmDialog>
  );
}
