/** What the machine is, and why it cannot be reached where it cannot. */
import { Show } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { Thumbnail } from "../../components/thumbnail/thumbnail.tsx";
import { Inventory } from "./inventory.tsx";
import { OfflineNotice } from "./offline-notice.tsx";

export default function OverviewTab(props: { machine: Machine }) {
  return (
    <>
      <Show when={!props.machine.online}>
        <OfflineNotice machine={props.machine} />
      </Show>
      <Show when={props.machine.online && props.machine.permissions.includes("view")}>
        <Thumbnail machine={props.machine} class="mb-6 aspect-[16/10] w-full max-w-80 rounded-lg border border-line" />
      </Show>
      <Inventory machine={props.machine} />
    </>
  );
}
