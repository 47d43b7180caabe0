/** Invites somebody: address, role, groups; then the link. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/solid-query";
import { createSignal, For, Show } from "solid-js";
import { DEFAULT_MEMBER_PERMISSIONS, type Permission } from "../../../../protocol/permissions.ts";
import type { InviteCreated } from "../../../../protocol/rest/invites.ts";
import { answerOf } from "../../api/answer-of.ts";
import { groupsQuery } from "../../api/groups.ts";
import { createInvite } from "../../api/invites.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { Dialog } from "../../components/dialog.tsx";
import { DialogForm } from "../../components/dialog-form.tsx";
import { TextField } from "../../components/field.tsx";
import { PermissionEditor } from "../../components/people/permission-editor.tsx";
import { RoleField } from "../../components/people/role-field.tsx";
import { LinkMade } from "./link-made.tsx";

/** @param props.groupId of a group that is chosen already */
export function InviteDialog(props: { groupId: string | null; onClose: () => void }) {
  const client = useQueryClient();
  const [made, setMade] = createSignal<InviteCreated | null>(null);
  const onMade = (invite: InviteCreated) => {
    setMade(invite);
    void client.invalidateQueries({ queryKey: queryKeys.invites });
  };
  return (
    <Dialog
      isOpen
      isWide={!made()}
      onClose={props.onClose}
      title={made() ? "The invitation is made" : "Invite someone"}
      description={made() ? undefined : "They make their own account by a link, with a name and a password of theirs."}
    >
      <Show
        when={made()}
        fallback={<InviteForm groupId={props.groupId} onMade={onMade} onCancel={() => props.onClose()} />}
      >
        {(invite) => (
          <LinkMade
            url={invite().url}
            mail={invite().mail}
            email={invite().email}
            terms="It is good for a week and makes one account."
            onDone={() => props.onClose()}
          />
        )}
      </Show>
    </Dialog>
  );
}

function InviteForm(props: { groupId: string | null; onMade: (made: InviteCreated) => void; onCancel: () => void }) {
  const groups = useQuery(groupsQuery);
  const [email, setEmail] = createSignal("");
  const [role, setRole] = createSignal<"user" | "admin">("user");
  const [chosen, setChosen] = createSignal<readonly string[]>(props.groupId ? [props.groupId] : []);
  const [permissions, setPermissions] = createSignal<Permission[]>([...DEFAULT_MEMBER_PERMISSIONS]);
  const inviting = useMutation(() => ({
    mutationFn: () => {
      const joins = role() === "admin" ? [] : chosen().map((group_id) => ({ group_id, permissions: permissions() }));
      return createInvite({ email: email().trim(), role: role(), groups: joins });
    },
    onSuccess: props.onMade,
  }));
  const choose = (id: string, isOn: boolean) =>
    setChosen((before) => (isOn ? [...before, id] : before.filter((other) => other !== id)));

  return (
    <DialogForm
      action="Invite"
      isBusy={inviting.isPending}
      error={inviting.error}
      onSubmit={() => inviting.mutate()}
      onCancel={() => props.onCancel()}
    >
      <TextField
        label="E-mail"
        type="email"
        required
        autofocus
        autocomplete="off"
        value={email()}
        onInput={(event) => setEmail(event.currentTarget.value)}
      />
      <RoleField role={role()} onChange={setRole} />
      <Show when={role() === "user" && (answerOf(groups)?.length ?? 0) > 0}>
        <fieldset class="flex min-w-0 flex-col gap-1.5">
          <legend class="mb-1.5 text-sm font-medium">Groups</legend>
          <div class="flex max-h-44 flex-col overflow-y-auto rounded-lg border border-line bg-panel p-1">
            <For each={answerOf(groups)}>
              {(group) => (
                <label class="flex min-h-8 cursor-pointer items-center gap-2.5 rounded-md px-2 text-sm hover:bg-hover pointer-coarse:min-h-11">
                  <input
                    type="checkbox"
                    class="size-4 shrink-0 accent-accent"
                    checked={chosen().includes(group.id)}
                    onChange={(event) => choose(group.id, event.currentTarget.checked)}
                  />
                  <span class="min-w-0 flex-1 truncate">{group.name}</span>
                </label>
              )}
            </For>
          </div>
        </fieldset>
        <Show when={chosen().length > 0}>
          <PermissionEditor permissions={permissions()} onChange={setPermissions} />
        </Show>
      </Show>
    </DialogForm>
  );
}
