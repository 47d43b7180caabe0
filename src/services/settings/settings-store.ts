/** The server's settings in memory: an administrator's where there is one, else the environment's, else the default. */
import { sql } from "drizzle-orm";
import {
  SETTING_KEYS,
  SETTING_SCHEMAS,
  type ServerSettings,
  type SettingKey,
  type SettingSource,
} from "../../../protocol/rest/server-settings.ts";
import type { Database } from "../../db/database.ts";
import { serverSettings } from "../../db/schema/server-settings.ts";
import type { ServerKeys } from "../../lib/server-keys.ts";

export type SettingValues = { [Key in SettingKey]: ReturnType<(typeof SETTING_SCHEMAS)[Key]["parse"]> };

export type SettingsState = {
  settings: ServerSettings;
  sources: Record<SettingKey, SettingSource>;
  updated: { at: Date; by: string } | null;
};

export type ServerSettingsStore = {
  /** Frozen, and another object after each change: whoever needs them asks each time. */
  current(): ServerSettings;
  state(): SettingsState;
  /** Reads them anew: at the start, and after a change. */
  refresh(): Promise<void>;
  /** As `refresh`, where another server process has changed them. */
  follow(): Promise<void>;
};

type Needs = {
  db: Database;
  keys: Pick<ServerKeys, "unseal">;
  warn(message: string, details?: Record<string, unknown>): void;
  /** What is set by the environment. */
  environment: Partial<SettingValues>;
  /** Those that the environment decides in another way than by their value. */
  environmentKeys?: readonly SettingKey[];
  /** They are others than before. */
  changed(): void;
};

const DEFAULTS: SettingValues = {
  name: "RemoteLink",
  logo: null,
  consent_text: "",
  recording_max_age_days: null,
  recording_max_bytes: null,
  "mail.smtp_url": null,
  "mail.from": null,
  open_enrollment: false,
  open_enrollment_owner_id: null,
  open_enrollment_max_machines: null,
  quarantine_open_enrollment: true,
  quarantine_new_machines: false,
  thumbnails: true,
  agent_updates: "automatic",
  two_factor_required: "nobody",
};

export function createServerSettings(needs: Needs): ServerSettingsStore {
  const { db } = needs;
  let state = stateFrom(needs, []);
  let version = "";
  let reading: Promise<void> = Promise.resolve();

  /** Of two that read at once the later has the last word. */
  function refresh(): Promise<void> {
    reading = reading.catch(() => undefined).then(read);
    return reading;
  }

  async function read(): Promise<void> {
    const rows = await db.select().from(serverSettings).orderBy(serverSettings.key);
    const before = version;
    version = versionOf(rows);
    if (before === version) return;
    state = stateFrom(needs, rows);
    needs.changed();
  }

  return {
    current: () => state.settings,
    state: () => state,
    refresh,
    async follow() {
      // The logo is not read every time.
      const marks = await db
        .select({ key: serverSettings.key, updatedAt: serverSettings.updatedAt })
        .from(serverSettings)
        .orderBy(sql`${serverSettings.key} collate "C"`);
      if (versionOf(marks) !== version) await refresh();
    },
  };
}

type Row = typeof serverSettings.$inferSelect;

function versionOf(rows: readonly Pick<Row, "key" | "updatedAt">[]): string {
  const marks = rows.map(({ key, updatedAt }) => `${key} ${updatedAt.getTime()}`);
  return `v ${marks.sort().join()}`;
}

function stateFrom(needs: Needs, rows: readonly Row[]): SettingsState {
  const { environment, environmentKeys = [] } = needs;
  const values: Record<string, unknown> = { ...DEFAULTS, ...environment };
  const isFromEnvironment = (key: SettingKey) => environment[key] !== undefined || environmentKeys.includes(key);
  const sources = Object.fromEntries(
    SETTING_KEYS.map((key) => [key, isFromEnvironment(key) ? "environment" : "default"]),
  ) as SettingsState["sources"];
  let updated: SettingsState["updated"] = null;
  for (const row of rows) {
    const key = SETTING_KEYS.find((known) => known === row.key);
    // Of a newer version, which was here before.
    if (!key) continue;
    const parsed = SETTING_SCHEMAS[key].safeParse(storedValue(needs, key, row.value));
    if (!parsed.success) {
      needs.warn("a setting cannot be read and is as if never set", { key });
      continue;
    }
    values[key] = parsed.data;
    sources[key] = "administrator";
    if (!updated || row.updatedAt > updated.at) updated = { at: row.updatedAt, by: row.updatedBy };
  }
  return { settings: nested(values), sources, updated };
}

function storedValue({ keys }: Needs, key: SettingKey, value: unknown): unknown {
  if (key !== "mail.smtp_url" || value === null) return value;
  // undefined: sealed by another secret; no schema takes it.
  return typeof value === "string" ? (keys.unseal("smtp_url", value) ?? undefined) : undefined;
}

/** @param values by key, each of its schema's type */
function nested(values: Record<string, unknown>): ServerSettings {
  const { "mail.smtp_url": smtp_url, "mail.from": from, ...others } = values as SettingValues;
  return Object.freeze({ ...others, mail: Object.freeze({ smtp_url, from }) });
}
