/** Who is in the session, who controls the machine, and handing it over. */
import { createMemo, For, Match, Show, Switch } from "solid-js";
import type { PresentViewer } from "../../../../protocol/messages/relay-to-viewer.ts";
import { Badge } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { classNames } from "../../components/class-names.ts";
import { copyText } from "../../components/copy-text.ts";
import { notify, notifyFailure } from "../../components/toast.tsx";
import { initials } from "../../state/initials.ts";
import { useViewer } from "../viewer-state.ts";
import { controllerOf, mayDecide } from "./people-state.ts";
import { type PersonColour, personColours } from "./person-colour.ts";

export default function PeoplePanel() {
  const viewer = useViewer();
  const people = () => viewer.snapshot().viewers;
  const colours = createMemo(() => personColours(people()));
  const controller = () => controllerOf(viewer);

  const copyLink = async () => {
    try {
      await copyText(`${location.origin}/sessions/${viewer.sessionId}/view`);
      notify("Link copied", { detail: "It brings colleagues in who may see this machine, once they have signed in." });
    } catch (error) {
      notifyFailure("The link was not copied", error);
    }
  };

  return (
    <div class="flex min-h-full flex-col">
      <section class="border-line border-b px-3 py-3" aria-label="Control">
        <p class="text-sm">
          <Switch fallback="Everybody who may control the machine does.">
            <Match when={controller()?.you}>Only you control the machine.</Match>
            <Match when={controller()}>{(person) => `Only ${person().name} controls the machine.`}</Match>
          </Switch>
        </p>
        <div class="mt-2 flex flex-wrap gap-1.5">
          <ControlActions />
        </div>
      </section>
      <ul class="flex-1 py-1" aria-label="In this session">
        <For each={people()}>{(person) => <PersonRow person={person} colour={colours().get(person.id)} />}</For>
      </ul>
      <footer class="border-line border-t px-3 py-3">
        <Button size="sm" onClick={copyLink}>
          Copy link for a colleague
        </Button>
      </footer>
    </div>
  );
}

/** What this person may do about control now. */
function ControlActions() {
  const viewer = useViewer();
  const controller = () => controllerOf(viewer);
  const isHeldByOther = () => controller() !== null && !controller()?.you;
  return (
    <Show
      when={viewer.may("control")}
      fallback={<p class="text-muted text-xs">You watch only: ask for a session with control.</p>}
    >
      <Show when={isHeldByOther()}>
        <Button size="sm" variant="primary" onClick={() => viewer.send({ type: "ask_for_control" })}>
          Ask for control
        </Button>
      </Show>
      <Show when={!controller()?.you && mayDecide(viewer)}>
        <Button size="sm" onClick={() => viewer.send({ type: "take_control" })}>
          Take control alone
        </Button>
      </Show>
      <Show when={controller() !== null && mayDecide(viewer)}>
        <Button size="sm" onClick={() => viewer.send({ type: "give_control", viewer_id: null })}>
          Let everybody control
        </Button>
      </Show>
    </Show>
  );
}

function PersonRow(props: { person: PresentViewer; colour: PersonColour | undefined }) {
  const viewer = useViewer();
  const isController = () => viewer.snapshot().controller === props.person.id;
  const canReceive = () =>
    mayDecide(viewer) && !props.person.you && props.person.may_control === true && !isController();
  return (
    <li class="flex items-center gap-2.5 px-3 py-1.5">
      <span
        class={classNames(
          "flex size-7 shrink-0 items-center justify-center rounded-full bg-raised text-[11px] font-semibold ring-2 ring-inset",
          props.colour?.ring,
        )}
        aria-hidden="true"
      >
        {initials(props.person.name)}
      </span>
      <div class="min-w-0 flex-1">
        <p class="flex items-baseline gap-1.5 text-sm">
          <span class="truncate font-medium">{props.person.name}</span>
          <Show when={props.person.you}>
            <span class="text-faint text-xs">you</span>
          </Show>
        </p>
        <div class="mt-0.5 flex flex-wrap gap-1 empty:hidden">
          <Show when={isController()}>
            <Badge tone="busy">Controls</Badge>
          </Show>
          <Show when={props.person.view_only}>
            <Badge>View only</Badge>
          </Show>
          <Show when={props.person.slow_link}>
            <Badge tone="warning">Slow connection</Badge>
          </Show>
        </div>
      </div>
      <Show when={canReceive()}>
        <Button
          size="sm"
          aria-label={`Give control to ${props.person.name}`}
          onClick={() => viewer.send({ type: "give_control", viewer_id: props.person.id })}
        >
          Give control
        </Button>
      </Show>
    </li>
  );
}
