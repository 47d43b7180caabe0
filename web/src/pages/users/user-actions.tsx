/** A new password, the loss of a second factor, disabling, removal: what each does is said beside its button. */
import { useNavigate } from "@solidjs/router";
import { useMutation, useQueryClient } from "@tanstack/solid-query";
import { createSignal, type JSX, Show } from "solid-js";
import type { PasswordReset, User } from "../../../../protocol/rest/users.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { makePasswordReset, removeUser, updateUser } from "../../api/users.ts";
import { Button } from "../../components/button.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Panel, Section } from "../../components/page-header.tsx";
import { notify, notifyFailure } from "../../components/toast.tsx";
import { ProofGivenUp, withRecentProof } from "../../state/recent-proof.ts";
import { useMe } from "../../state/signed-in.tsx";
import { LinkMade } from "./link-made.tsx";
import { RemoveSecondFactor } from "./remove-second-factor.tsx";
import { takeUser } from "./take-user.ts";

export function UserActions(props: { user: User }) {
  const client = useQueryClient();
  const me = useMe();
  const [made, setMade] = createSignal<PasswordReset | null>(null);
  const [isRemovingFactor, setIsRemovingFactor] = createSignal(false);
  const [isRemoving, setIsRemoving] = createSignal(false);

  const resetting = useMutation(() => ({
    mutationFn: () => withRecentProof(() => makePasswordReset(props.user.id)),
    onSuccess: setMade,
    onError: (error) => {
      if (!(error instanceof ProofGivenUp)) notifyFailure("No link was made", error);
    },
  }));

  const disable = async (disabled: boolean) => {
    const { id, name } = props.user;
    try {
      takeUser(client, await updateUser(id, { disabled }));
      const undo = { label: "Undo", run: () => void disable(false) };
      notify(disabled ? `${name} was disabled` : `${name} may sign in again`, disabled ? { action: undo } : {});
    } catch (error) {
      notifyFailure(disabled ? `${name} was not disabled` : `${name} is still disabled`, error);
    }
  };

  return (
    <Section title="Access">
      <Panel class="divide-y divide-line">
        <Action title="New password" what="A link to set one, good for a day and once. It signs them out everywhere.">
          <Button isBusy={resetting.isPending} onClick={() => resetting.mutate()}>
            Make a link
          </Button>
        </Action>
        <Show when={props.user.second_factor}>
          <Action title="Second factor" what="For somebody who lost their phone or key, and their recovery codes.">
            <Button onClick={() => setIsRemovingFactor(true)}>Remove second factor…</Button>
          </Action>
        </Show>
        <Show
          when={props.user.disabled}
          fallback={
            <Action title="Disable" what="Signs them out at once and ends what they are connected to. Nothing is lost.">
              <Button disabled={props.user.id === me().id} onClick={() => void disable(true)}>
                Disable
              </Button>
            </Action>
          }
        >
          <Action title="Enable" what="They may sign in again, with the same role and groups.">
            <Button onClick={() => void disable(false)}>Enable</Button>
          </Action>
        </Show>
        <Action title="Delete" what="The account is gone for good. The history keeps their name.">
          <Button disabled={props.user.id === me().id} onClick={() => setIsRemoving(true)}>
            Delete…
          </Button>
        </Action>
      </Panel>
      <Show when={made()}>
        {(reset) => (
          <Dialog isOpen onClose={() => setMade(null)} title={`A new password for ${props.user.name}`}>
            <LinkMade
              url={reset().url}
              mail={reset().mail}
              email={props.user.email}
              terms="It works once, within a day. Links before it are void."
              onDone={() => setMade(null)}
            />
          </Dialog>
        )}
      </Show>
      <Show when={isRemovingFactor()}>
        <RemoveSecondFactor user={props.user} onClose={() => setIsRemovingFactor(false)} />
      </Show>
      <Show when={isRemoving()}>
        <RemoveUser user={props.user} onClose={() => setIsRemoving(false)} />
      </Show>
    </Section>
  );
}

function Action(props: { title: string; what: string; children: JSX.Element }) {
  return (
    <div class="flex items-center gap-4 px-4 py-3">
      <div class="min-w-0 flex-1">
        <h3 class="text-sm font-medium">{props.title}</h3>
        <p class="text-sm text-muted">{props.what}</p>
      </div>
      {props.children}
    </div>
  );
}

function RemoveUser(props: { user: User; onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const removal = useMutation(() => ({
    mutationFn: () => removeUser(props.user.id),
    onSuccess: () => {
      const { name } = props.user;
      navigate("/users", { replace: true });
      void client.invalidateQueries({ queryKey: queryKeys.users });
      void client.invalidateQueries({ queryKey: queryKeys.groups });
      notify(`${name} was deleted`);
    },
    onError: (error) => {
      props.onClose();
      notifyFailure(`${props.user.name} was not deleted`, error);
    },
  }));
  return (
    <ConfirmDialog
      isOpen
      onClose={props.onClose}
      title={`Delete ${props.user.name}?`}
      action={`Delete ${props.user.name}`}
      isBusy={removal.isPending}
      onConfirm={() => removal.mutate()}
    >
      Their account, memberships and open links are lost, and sessions that they are in end for them. To keep them out
      for a while, disable the account instead.
    </ConfirmDialog>
  );
}
