/** The notes on a machine: read, or written with a preview beside. */
import { useSearchParams } from "@solidjs/router";
import NotebookText from "lucide-solid/icons/notebook-text";
import { Match, Show, Switch } from "solid-js";
import type { Machine } from "../../../../../protocol/rest/people.ts";
import { Button } from "../../../components/button.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { Markdown } from "../../../components/markdown.tsx";
import { Panel } from "../../../components/page-header.tsx";
import { NotesEditor } from "./notes-editor.tsx";

export default function NotesTab(props: { machine: Machine }) {
  const [search, setSearch] = useSearchParams<{ edit?: string }>();
  const canManage = () => props.machine.permissions.includes("manage");
  const setEditing = (isEditing: boolean) => setSearch({ edit: isEditing ? "1" : null }, { scroll: false });
  return (
    <Switch>
      <Match when={canManage() && search.edit !== undefined}>
        <NotesEditor machine={props.machine} onDone={() => setEditing(false)} />
      </Match>
      <Match when={props.machine.notes === ""}>
        <EmptyState
          icon={<NotebookText class="size-5" aria-hidden="true" />}
          title="No notes yet"
          action={
            <Show when={canManage()}>
              <Button variant="primary" onClick={() => setEditing(true)}>
                Write notes
              </Button>
            </Show>
          }
        >
          Where it stands, who uses it, what not to touch: what should the next person know?
        </EmptyState>
      </Match>
      <Match when={props.machine.notes}>
        <Panel class="p-4 md:p-5">
          <Show when={canManage()}>
            <Button size="sm" class="float-right ml-3" onClick={() => setEditing(true)}>
              Edit
            </Button>
          </Show>
          <Markdown text={props.machine.notes} />
        </Panel>
      </Match>
    </Switch>
  );
}
