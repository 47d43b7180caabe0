/** A list asked for anew keeps what has not changed: its rows stay as they are, with a menu that is open in one of them. */
import { type QueryFunctionContext, replaceEqualDeep } from "@tanstack/solid-query";

export async function keepEqual<Data>({ client, queryKey }: QueryFunctionContext, fresh: Promise<Data>): Promise<Data> {
  return replaceEqualDeep(client.getQueryData<Data>(queryKey), await fresh);
}
