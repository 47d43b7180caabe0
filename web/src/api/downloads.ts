/** Which agents this server has to give. */
import { queryOptions } from "@tanstack/solid-query";
import { request } from "./http-client.ts";

export const downloadsQuery = () =>
  queryOptions({
    queryKey: ["downloads"],
    queryFn: async ({ signal }) => {
      const manifest = await request<{ files?: { name: string }[] }>("/downloads/manifest.json", { signal });
      return (manifest.files ?? []).map(({ name }) => name);
    },
    retry: false,
  });
