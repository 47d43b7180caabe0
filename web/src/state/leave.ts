/** The end of a sign-in, asked for or found out: nothing of the person stays in this page. */
import type { QueryClient } from "@tanstack/solid-query";
import { forgetSignedIn, signOut } from "../api/account.ts";
import { queryKeys } from "../api/query-keys.ts";
import { notifyFailure } from "../components/toast.tsx";

let isByChoice = false;

/** Sign-out as every place of the UI does it. The shell then leads to the sign-in page. */
export async function leave(client: QueryClient): Promise<void> {
  try {
    await signOut();
  } catch (error) {
    notifyFailure("You are still signed in", error);
    return;
  }
  isByChoice = true;
  forgetPerson(client);
}

/** Whether the sign-in just ended was ended here: who comes next was not on the way to this page. Tells it once. */
export function takeLeaveByChoice(): boolean {
  const was = isByChoice;
  isByChoice = false;
  return was;
}

export function forgetPerson(client: QueryClient): void {
  forgetSignedIn();
  client.setQueryData(queryKeys.me, null);
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== queryKeys.me[0] });
}
