/** Sign-out as every place of the UI does it: nothing of the person stays in this page. */
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
  forgetSignedIn();
  navigate("/sign-in", { replace: true });
  client.clear();
  client.setQueryData(queryKeys.me, null);
}
