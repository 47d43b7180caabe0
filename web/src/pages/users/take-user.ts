/** Puts a user as the server answered it into the lists that are shown. */
import type { QueryClient } from "@tanstack/solid-query";
import type { User } from "../../../../protocol/rest/users.ts";
import { queryKeys } from "../../api/query-keys.ts";

export function takeUser(client: QueryClient, user: User): void {
  client.setQueryData<User[]>(queryKeys.users, (list) => list?.map((one) => (one.id === user.id ? user : one)));
  void client.invalidateQueries({ queryKey: queryKeys.groups });
}
