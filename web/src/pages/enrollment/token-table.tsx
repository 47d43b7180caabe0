/** The tokens there are, what became of each, who joined by it, and ways to change or revoke it. */
import { useMutation, useQueryClient } from "@tanstack/solid-query";
import Ban from "lucide-solid/icons/ban";
import Ellipsis from "lucide-solid/icons/ellipsis";
import Monitor from "lucide-solid/icons/monitor";
import Pencil from "lucide-solid/icons/pencil";
import RotateCcw from "lucide-solid/icons/rotate-ccw";
import { createSignal, Show } from "solid-js";
import type { EnrollmentToken } from "../../../../protocol/rest/people.ts";
import { changeEnrollmentToken, revokeEnrollmentToken } from "../../api/enrollment.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { Badge, type BadgeTone } from "../../components/badge.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { iconButtonClass } from "../../components/icon-button.tsx";
import { Menu, MenuItem, MenuSeparator } from "../../components/menu.tsx";
import { TimeAgo } from "../../components/relative-time.tsx";
import { type Column, Table } from "../../components/table.tsx";
import { notify, notifyFailure } from "../../components/toast.tsx";
import { now } from "../../state/clock.ts";
import { exactTime, timeUntil } from "../../state/relative-time.ts";
import { type TokenState, tokenState } from "../../state/token-terms.ts";
import { EditTokenForm } from "./edit-token-form.tsx";
import { TokenMachines } from "./token-machines.tsx";

const STATES: Readonly<Record<TokenState, { label: string; tone: BadgeTone }>> = {
  active: { label: "Active", tone: "online" },
  spent: { label: "Used up", tone: "neutral" },
  expired: { label: "Expired", tone: "neutral" },
  revoked: { label: "Revoked", tone: "danger" },
};

const NO_TOKEN = { label: "" };
const nameOf = (token: Pick<EnrollmentToken, "label">) => token.label || "Token without a label";

export function TokenTable(props: { tokens: EnrollmentToken[] }) {
  const client = useQueryClient();
  const [shown, setShown] = createSignal<{ token: EnrollmentToken; as: "form" | "machines" } | null>(null);
  const close = () => setShown(null);
  const lookAgain = () => void client.invalidateQueries({ queryKey: queryKeys.enrollmentTokens });
  const restore = async (token: EnrollmentToken) => {
    try {
      await changeEnrollmentToken(token.id, { revoked: false });
      notify(`${nameOf(token)} works again`);
    } catch (error) {
      notifyFailure(`${nameOf(token)} stays revoked`, error);
    }
    lookAgain();
  };
  const revoking = useMutation(() => ({
    mutationFn: (token: EnrollmentToken) => revokeEnrollmentToken(token.id),
    onSuccess: (_, token) => {
      notify(`${nameOf(token)} was revoked`, {
        detail: "No further machine joins by it.",
        action: { label: "Undo", run: () => void restore(token) },
      });
      lookAgain();
    },
    onError: (error, token) => notifyFailure(`${nameOf(token)} still works`, error),
  }));

  const columns: Column<EnrollmentToken>[] = [
    {
      title: "Label",
      cell: (token) => (
        <div class="min-w-0">
          <div class="font-medium break-words">{nameOf(token)}</div>
          <div class="text-xs text-muted">
            Created <TimeAgo at={token.created_at} />
          </div>
        </div>
      ),
    },
    {
      title: "State",
      cell: (token) => {
        const state = () => STATES[tokenState(token, now())];
        return <Badge tone={state().tone}>{state().label}</Badge>;
      },
    },
    {
      title: "Used",
      from: "sm",
      cell: (token) => (
        <button
          type="button"
          class="whitespace-nowrap text-muted underline-offset-2 hover:text-text hover:underline pointer-coarse:min-h-11"
          title="Machines that joined by it"
          onClick={() => setShown({ token, as: "machines" })}
        >
          {token.uses} of {token.max_uses ?? "any number"}
        </button>
      ),
    },
    {
      title: "Expires",
      from: "md",
      cell: (token) => (
        <span class="whitespace-nowrap text-muted" title={token.expires_at ? exactTime(token.expires_at) : undefined}>
          {token.expires_at ? timeUntil(token.expires_at, now()) : "never"}
        </span>
      ),
    },
    {
      title: "Actions",
      isTitleHidden: true,
      class: "w-px text-right",
      cell: (token) => (
        <Menu
          label={`Actions for ${nameOf(token)}`}
          placement="bottom-end"
          triggerClass={iconButtonClass}
          trigger={<Ellipsis class="size-4" aria-hidden="true" />}
        >
          <MenuItem
            icon={<Pencil class="size-4" aria-hidden="true" />}
            label="Edit"
            onSelect={() => setShown({ token, as: "form" })}
          />
          <MenuItem
            icon={<Monitor class="size-4" aria-hidden="true" />}
            label="Machines that joined"
            onSelect={() => setShown({ token, as: "machines" })}
          />
          <MenuSeparator />
          <Show
            when={token.revoked_at === null}
            fallback={
              <MenuItem
                icon={<RotateCcw class="size-4" aria-hidden="true" />}
                label="Let it work again"
                onSelect={() => void restore(token)}
              />
            }
          >
            <MenuItem
              icon={<Ban class="size-4" aria-hidden="true" />}
              label="Revoke"
              isDanger
              onSelect={() => revoking.mutate(token)}
            />
          </Show>
        </Menu>
      ),
    },
  ];

  return (
    <>
      <Table label="Enrollment tokens" columns={columns} rows={props.tokens} />
      <Dialog
        isOpen={shown() !== null}
        onClose={close}
        title={shown()?.as === "form" ? "Edit token" : `Joined by ${nameOf(shown()?.token ?? NO_TOKEN)}`}
        description={shown()?.as === "form" ? "The command that was copied goes on working." : undefined}
      >
        <Show when={shown()} keyed>
          {({ token, as }) => (
            <Show when={as === "form"} fallback={<TokenMachines token={token} />}>
              <EditTokenForm
                token={token}
                onCancel={close}
                onSaved={() => {
                  close();
                  lookAgain();
                }}
              />
            </Show>
          )}
        </Show>
      </Dialog>
    </>
  );
}
