/** Everything that a row of the audit log says, with ways to the rest of it: of that person, that machine, that session. */
import { A } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import { wordsOf } from "../../../../protocol/audit-actions.ts";
import type { AuditEntryRow } from "../../../../protocol/rest/audit.ts";
import { formatAuditFilter, isId, WHOLE_LOG } from "../../state/audit-filter.ts";
import { exactTime } from "../../state/relative-time.ts";
import { detailLines } from "./audit-words.ts";

const linkClass = "text-accent-text underline underline-offset-2";

export function AuditDetails(props: { row: AuditEntryRow }) {
  const sessionId = () => {
    const { session_id: id } = props.row.details;
    return typeof id === "string" && isId(id) ? id : null;
  };
  const narrowed = (change: object) => `/audit${formatAuditFilter({ ...WHOLE_LOG, ...change })}`;
  return (
    <dl class="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 text-xs">
      <Fact name="Action">
        {wordsOf(props.row.action).label} <code class="font-mono text-faint">{props.row.action}</code>
      </Fact>
      <Fact name="When">{exactTime(props.row.at)}</Fact>
      <Show when={props.row.address}>{(address) => <Fact name="Address">{address()}</Fact>}</Show>
      <Show when={props.row.actor.id}>
        {(id) => (
          <Fact name="By">
            {props.row.actor.name} ·{" "}
            <A href={narrowed({ who: id() })} class={linkClass}>
              all that they did
            </A>
          </Fact>
        )}
      </Show>
      <Show when={props.row.target.name || props.row.target.id}>
        <Fact name={capitalized(props.row.target.kind)}>
          {props.row.target.name}
          <Show when={props.row.target.id}>
            {(id) => (
              <>
                {" · "}
                <Show when={props.row.target.kind === "machine"}>
                  <A href={`/machines/${id()}`} class={linkClass}>
                    the machine
                  </A>
                  {" · "}
                </Show>
                <A href={narrowed({ on: id() })} class={linkClass}>
                  all about it
                </A>
              </>
            )}
          </Show>
        </Fact>
      </Show>
      <Show when={sessionId()}>
        {(id) => (
          <Fact name="Session">
            <A href={narrowed({ session: id() })} class={linkClass}>
              all that was done in it
            </A>
          </Fact>
        )}
      </Show>
      <For each={detailLines(props.row.details)}>
        {({ name, value }) => <Fact name={capitalized(name)}>{value}</Fact>}
      </For>
      <Fact name={`Row ${props.row.position}`}>
        <code class="font-mono text-faint">{props.row.hash}</code>
      </Fact>
    </dl>
  );
}

function Fact(props: { name: string; children: JSX.Element }) {
  return (
    <>
      <dt class="max-w-40 truncate text-muted">{props.name}</dt>
      <dd class="min-w-0 wrap-anywhere">{props.children}</dd>
    </>
  );
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).replaceAll("_", " ");
}
