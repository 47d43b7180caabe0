/** Stands in for a page of administration where somebody else has followed its address. */
import ShieldAlert from "lucide-solid/icons/shield-alert";
import { type JSX, Show } from "solid-js";
import { useMe } from "../state/signed-in.tsx";
import { EmptyState } from "./empty-state.tsx";
import { PageHeader } from "./page-header.tsx";

export function AdministratorsOnly(props: { title: string; children: JSX.Element }) {
  const me = useMe();
  return (
    <Show
      when={me().role === "admin"}
      fallback={
        <>
          <PageHeader title={props.title} />
          <EmptyState icon={<ShieldAlert class="size-5" aria-hidden="true" />} title="This page is for administrators">
            Ask one to do it for you, or to change your role.
          </EmptyState>
        </>
      }
    >
      {props.children}
    </Show>
  );
}
