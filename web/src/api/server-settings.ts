/** What administrators set for the whole server. */
import { queryOptions } from "@tanstack/solid-query";
import type { ServerSettingsAnswer, ServerSettingsPatch } from "../../../protocol/rest/server-settings.ts";
import { request } from "./http-client.ts";
import { queryKeys } from "./query-keys.ts";

export const serverSettingsQuery = () =>
  queryOptions({
    queryKey: queryKeys.serverSettings,
    queryFn: ({ signal }) => request<ServerSettingsAnswer>("/api/settings", { signal }),
  });

export function changeServerSettings(body: ServerSettingsPatch): Promise<ServerSettingsAnswer> {
  return request<ServerSettingsAnswer>("/api/settings", { method: "PATCH", body });
}

/** To the caller. 409 `mail_failed` with what the mail server said; it may take its time. */
export function sendTestMail(): Promise<{ to: string }> {
  return request("/api/settings/mail/test", { method: "POST", timeoutMs: 60_000 });
}
