/** The filters that a person has saved: chosen from a menu, and what is shown now saved under a name. */
import { useNavigate } from "@solidjs/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/solid-query";
import Bookmark from "lucide-solid/icons/bookmark";
import BookmarkPlus from "lucide-solid/icons/bookmark-plus";
import Trash from "lucide-solid/icons/trash";
import { createMemo, createSignal, For, Show } from "solid-js";
import type { SavedFilter } from "../../../../protocol/rest/saved-filters.ts";
import { answerOf } from "../../api/answer-of.ts";
import { messageOf } from "../../api/http-client.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { removeFilter, savedFiltersQuery, saveFilter } from "../../api/saved-filters.ts";
import { classNames } from "../../components/class-names.ts";
import { Dialog } from "../../components/dialog.tsx";
import { DialogForm } from "../../components/dialog-form.tsx";
import { TextField } from "../../components/field.tsx";
import { filterButtonClass } from "../../components/filter-menu.tsx";
import { Menu, MenuItem, MenuSeparator } from "../../components/menu.tsx";
import { notify, notifyFailure } from "../../components/toast.tsx";

/** @param query of the address now, with its "?"; empty: nothing is filtered */
export function SavedFilters(props: { query: string }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const filters = useQuery(savedFiltersQuery);
  const [isNaming, setNaming] = createSignal(false);
  const all = createMemo(() => answerOf(filters) ?? []);
  const present = createMemo(() => all().find(({ query }) => query === props.query));
  const reload = () => client.invalidateQueries({ queryKey: queryKeys.savedFilters });

  const removing = useMutation(() => ({
    mutationFn: (filter: SavedFilter) => removeFilter(filter.id),
    onSuccess: (_: unknown, filter: SavedFilter) => {
      const bringBack = () =>
        saveFilter({ name: filter.name, query: filter.query }).then(reload, (error: unknown) =>
          notifyFailure(`${filter.name} was not brought back`, error),
        );
      notify(`The filter ${filter.name} was removed`, { action: { label: "Undo", run: () => void bringBack() } });
      return reload();
    },
    onError: (error: unknown, filter: SavedFilter) => notifyFailure(`${filter.name} was not removed`, error),
  }));

  return (
    <Show when={all().length > 0 || props.query !== ""}>
      <Menu
        label="Saved filters"
        placement="bottom-end"
        triggerClass={classNames(filterButtonClass, present() && "border-line-strong text-text")}
        trigger={
          <>
            <Bookmark class="size-3.5" aria-hidden="true" />
            <span class="max-w-32 truncate max-sm:sr-only">{present()?.name ?? "Saved"}</span>
          </>
        }
      >
        <For each={all()}>
          {(filter) => (
            <MenuItem
              icon={<Bookmark class="size-4" aria-hidden="true" />}
              label={filter.name}
              onSelect={() => navigate(`/machines${filter.query}`)}
            />
          )}
        </For>
        <Show when={all().length > 0}>
          <MenuSeparator />
        </Show>
        <Show
          when={present()}
          fallback={
            <MenuItem
              icon={<BookmarkPlus class="size-4" aria-hidden="true" />}
              label="Save this filter…"
              isDisabled={props.query === ""}
              onSelect={() => setNaming(true)}
            />
          }
        >
          {(filter) => (
            <MenuItem
              icon={<Trash class="size-4" aria-hidden="true" />}
              label={`Remove ${filter().name}`}
              isDanger
              onSelect={() => removing.mutate(filter())}
            />
          )}
        </Show>
      </Menu>
      <NameDialog query={props.query} isOpen={isNaming()} onClose={() => setNaming(false)} onSaved={reload} />
    </Show>
  );
}

function NameDialog(props: { query: string; isOpen: boolean; onClose: () => void; onSaved: () => void }) {
  const [name, setName] = createSignal("");
  const saving = useMutation(() => ({
    mutationFn: () => saveFilter({ name: name(), query: props.query }),
    onSuccess: () => {
      notify(`The filter ${name().trim()} is saved`);
      setName("");
      props.onClose();
      props.onSaved();
    },
  }));
  return (
    <Dialog
      isOpen={props.isOpen}
      onClose={props.onClose}
      title="Save this filter"
      description="It is yours, in every browser. A filter of the same name is replaced."
    >
      <DialogForm action="Save" isBusy={saving.isPending} onSubmit={() => saving.mutate()} onCancel={props.onClose}>
        <TextField
          label="Name"
          required
          autofocus
          maxLength={60}
          placeholder="Servers that are offline"
          value={name()}
          error={saving.isError ? messageOf(saving.error) : undefined}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </DialogForm>
    </Dialog>
  );
}
