/** What the machine is, and why it cannot be reached where it cannot. */
import { useQuery } from "@tanstack/solid-query";
import { Show } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { answerOf } from "../../api/answer-of.ts";
import { machineQuery } from "../../api/machines.ts";
import { Thumbnail } from "../../components/thumbnail/thumbnail.tsx";
import { InventorySections } from "./inventory.tsx";
import { OfflineNotice } from "./offline-notice.tsx";

export default function OverviewTab(props: { machine: Machine }) {
  const detail = useQuery(() => machineQuery(props.machine.id));
  return (
    <>
      <Show when={!props.machine.online}>
        <OfflineNotice machine={props.machine} />
      </Show>
      <Show when={props.machine.online && props.machine.permissions.includes("view")}>
        <Thumbnail machine={props.machine} class="mb-6 aspect-[16/10] w-full max-w-80 rounded-lg border border-line" />
      </Show>
      <InventorySections machine={props.machine} inventory={answerOf(detail)?.inventory ?? null} />
    </>
  );
}
