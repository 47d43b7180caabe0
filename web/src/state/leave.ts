/** The end of a sign-in, asked for or found out: nothing of the person stays in this page. */
import type { Navigator } from "@solidjs/router";
import type { QueryClient } from "@tanstack/solid-query";
import { forgetSignedIn, signOut } from "../api/account.ts";
import { queryKeys } from "../api/query-keys.ts";
import { notifyFailure } from "../components/toast.tsx";

export async function leave(client: QueryClient, navigate: Navigator): Promise<void> {
  try {
    await signOut();
  } catch (error) {
    notifyFailure("You are still signed in", error);
    return;
  }
  navigate("/sign-in", { replace: true });
  forgetPerson(client);
}

/** The shell leaves for the sign-in page as soon as it sees that nobody is signed in. */
export function forgetPerson(client: QueryClient): void {
  forgetSignedIn();
  client.setQueryData(queryKeys.me, null);
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== queryKeys.me[0] });
}
