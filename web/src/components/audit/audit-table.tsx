/** Rows of the audit log: when, who, what, from where; each opens to its details. Arrow keys move, Enter opens. */
import ChevronRight from "lucide-solid/icons/chevron-right";
import { createSignal, createUniqueId, For, Show } from "solid-js";
import type { AuditEntryRow } from "../../../../protocol/rest/audit.ts";
import { exactTime } from "../../state/relative-time.ts";
import { classNames } from "../class-names.ts";
import { AuditDetails } from "./audit-details.tsx";
import { actorWords, sentenceParts } from "./audit-words.ts";

export type AuditTableProps = {
  rows: readonly AuditEntryRow[];
  /** The verification found this row not to be what it was. */
  brokenId?: string | null;
};

export function AuditTable(props: AuditTableProps) {
  return (
    <div class="overflow-hidden rounded-lg border border-line bg-panel">
      <table class="w-full border-collapse text-left text-sm" aria-label="Audit log">
        <thead>
          <tr class="border-b border-line text-xs text-faint">
            <th scope="col" class="h-9 w-10">
              <span class="sr-only">Details</span>
            </th>
            <th scope="col" class="w-px pr-6 font-medium max-md:hidden">
              When
            </th>
            <th scope="col" class="pr-4 font-medium">
              What happened
            </th>
            <th scope="col" class="w-px pr-4 font-medium max-lg:hidden">
              Address
            </th>
          </tr>
        </thead>
        <tbody onKeyDown={moveFocus}>
          <For each={props.rows}>{(row) => <AuditRow row={row} isBroken={row.id === props.brokenId} />}</For>
        </tbody>
      </table>
    </div>
  );
}

function AuditRow(props: { row: AuditEntryRow; isBroken: boolean }) {
  const [isOpen, setOpen] = createSignal(false);
  const details = createUniqueId();
  const sentence = () => sentenceParts(props.row);
  const isRefusal = () => props.row.action.endsWith("_refused") || props.row.action.endsWith(".refused");
  return (
    <>
      <tr
        class={classNames(
          "cursor-pointer border-t border-line first:border-t-0 hover:bg-hover",
          props.isBroken && "bg-danger-soft",
        )}
        // For the pointer; the keyboard has the button.
        onClick={(event) => event.target.closest("a, button") || setOpen(!isOpen())}
      >
        <td class="h-9 pl-2 align-top">
          <button
            type="button"
            data-audit-toggle
            aria-expanded={isOpen()}
            aria-controls={isOpen() ? details : undefined}
            aria-label={`Details of what ${actorWords(props.row.actor)} did at ${exactTime(props.row.at)}`}
            onClick={() => setOpen(!isOpen())}
            class="mt-1.5 inline-flex size-6 items-center justify-center rounded-md text-muted hover:bg-active hover:text-text pointer-coarse:size-8"
          >
            <ChevronRight
              class={classNames("size-4 transition-transform", isOpen() && "rotate-90")}
              aria-hidden="true"
            />
          </button>
        </td>
        <td class="py-2 pr-6 align-top whitespace-nowrap text-muted tabular-nums max-md:hidden">
          <time datetime={props.row.at}>{exactTime(props.row.at)}</time>
        </td>
        <td class="py-2 pr-4 align-top wrap-anywhere">
          <span class="font-medium">{actorWords(props.row.actor)}</span>{" "}
          <span class={isRefusal() ? "text-warning-text" : "text-muted"}>{sentence().before}</span>
          <span class="font-medium">{sentence().target}</span>
          <span class="text-muted">{sentence().after}</span>
          <Show when={Number(props.row.details.count) > 1}>
            <span class="text-warning-text"> · {String(props.row.details.count)} times</span>
          </Show>
          <div class="text-xs text-faint tabular-nums md:hidden">
            <time datetime={props.row.at}>{exactTime(props.row.at)}</time>
          </div>
        </td>
        <td class="py-2 pr-4 align-top whitespace-nowrap text-muted tabular-nums max-lg:hidden">
          {props.row.address ?? "–"}
        </td>
      </tr>
      <Show when={isOpen()}>
        <tr id={details} class="bg-sunken">
          <td />
          <td colSpan={3} class="py-3 pr-4">
            <AuditDetails row={props.row} />
          </td>
        </tr>
      </Show>
    </>
  );
}

/** From one row's button to the next. */
function moveFocus(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
  const step = steps[event.key];
  if (step === undefined || !(event.target instanceof HTMLElement) || !("auditToggle" in event.target.dataset)) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-audit-toggle]")];
  const next = all[all.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
