/** What the machine is, and why it cannot be reached where it cannot. */
import { Show } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { Inventory } from "./inventory.tsx";
import { OfflineNotice } from "./offline-notice.tsx";

export default function OverviewTab(props: { machine: Machine }) {
  return (
    <>
      <Show when={!props.machine.online}>
        <OfflineNotice machine={props.machine} />
      </Show>
      <Inventory machine={props.machine} />
    </>
  );
}
