/** What takes a change of settings back: what an administrator had set before, else the environment's again. */
import type {
  ServerSettingsAnswer,
  ServerSettingsPatch,
  SettingKey,
  SettingSource,
} from "../../../../../protocol/rest/server-settings.ts";

type Before = {
  settings: Pick<ServerSettingsAnswer["settings"], keyof ServerSettingsAnswer["settings"]>;
  sources: Partial<Record<SettingKey, SettingSource>>;
};

/** null: it cannot be taken back, because what was there is a secret that nobody is told. */
export function undoPatch(before: Before, patch: ServerSettingsPatch): ServerSettingsPatch | null {
  const { mail = {}, reset = [], ...others } = patch;
  const changed = new Set<SettingKey>([
    ...(Object.keys(others) as SettingKey[]),
    ...Object.keys(mail).map((key) => `mail.${key}` as SettingKey),
    ...reset,
  ]);
  const back: Record<string, unknown> = {};
  const resets: SettingKey[] = [];
  for (const key of changed) {
    if (before.sources[key] !== "administrator") resets.push(key);
    else if (key === "mail.smtp_url") {
      if (before.settings.mail.smtp !== null) return null;
      back.mail = { ...(back.mail as object), smtp_url: null };
    } else if (key === "mail.from") back.mail = { ...(back.mail as object), from: before.settings.mail.from };
    else back[key] = before.settings[key as keyof typeof before.settings];
  }
  return { ...back, ...(resets.length > 0 && { reset: resets }) } as ServerSettingsPatch;
}
