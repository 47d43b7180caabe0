/** REST shapes of what administrators set without a restart (docs/protocol.md, "Server settings"), and of what everybody sees of it. */
import { z } from "zod";
import { MAX_CONSENT_TEXT_LENGTH, MAX_LOGO_BYTES, MAX_NAME_LENGTH, MAX_SERVER_NAME_LENGTH } from "../limits.ts";
import { id, time } from "./shapes.ts";

/** No control characters: it is written into titles, mails' headers and dialogs. */
const oneLine = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^\P{Cc}*$/u, "must be one line of text");

const BASE64_OF_LOGO = Math.ceil(MAX_LOGO_BYTES / 3) * 4;
const PNG_PREFIX = "data:image/png;base64,";

/** A PNG and nothing else: whoever uploads another picture has it drawn into one first. What it holds is checked by the server. */
const logo = z
  .string()
  .max(PNG_PREFIX.length + BASE64_OF_LOGO, `may have at most ${MAX_LOGO_BYTES} bytes`)
  .regex(/^data:image\/png;base64,[A-Za-z0-9+/]+={0,2}$/, "must be a PNG picture as a data: URL");

const smtpUrl = z
  .string()
  .max(500)
  .regex(/^\P{Cc}+$/u)
  .refine((text) => {
    const url = URL.parse(text);
    return url !== null && ["smtp:", "smtps:"].includes(url.protocol) && url.hostname !== "";
  }, "must be a URL that begins with smtp:// or smtps:// and names a host");

/** "help@example.com", or with a name before it: "Help desk <help@example.com>". */
const mailSender = oneLine(MAX_NAME_LENGTH + 256).refine((text) => {
  const [, address = text] = /^[^<>"]*<([^<>]*)>$/.exec(text) ?? [];
  return z.email().safeParse(address).success;
}, "must be an e-mail address, or a name and one in angle brackets");

export const twoFactorRequired = z.enum(["nobody", "admins", "everyone"]);

/** Each setting by its key: with `mail.` those that stand in `mail`. */
export const SETTING_SCHEMAS = {
  name: oneLine(MAX_SERVER_NAME_LENGTH).min(1),
  logo: logo.nullable(),
  /** What the person at a machine reads before they agree to a session; empty: nothing more than who asks. */
  consent_text: z
    .string()
    .trim()
    .max(MAX_CONSENT_TEXT_LENGTH)
    // Lines may break, and nothing else may move the text about.
    .regex(/^[^\p{Cc}\p{Bidi_Control}]*(?:\r?\n[^\p{Cc}\p{Bidi_Control}]*)*$/u, "may hold no control characters"),
  recording_max_age_days: z.int().min(1).max(36_500).nullable(),
  recording_max_bytes: z.int().min(1).nullable(),
  "mail.smtp_url": smtpUrl.nullable(),
  "mail.from": mailSender.nullable(),
  open_enrollment: z.boolean(),
  open_enrollment_owner_id: id.nullable(),
  /** How many machines that came by open enrollment there may be at once; null: as many as come. */
  open_enrollment_max_machines: z.int().min(1).max(1_000_000).nullable(),
  /** Machines that come by open enrollment wait until an administrator accepts them … */
  quarantine_open_enrollment: z.boolean(),
  /** … and so do those that come by a token. */
  quarantine_new_machines: z.boolean(),
  thumbnails: z.boolean(),
  /** A newer agent is offered to every machine, or only where somebody asks for it. */
  agent_updates: z.enum(["automatic", "when_asked"]),
  two_factor_required: twoFactorRequired,
};

export type SettingKey = keyof typeof SETTING_SCHEMAS;
export const SETTING_KEYS = Object.keys(SETTING_SCHEMAS) as [SettingKey, ...SettingKey[]];
export const settingKey = z.enum(SETTING_KEYS);

const { "mail.smtp_url": _smtpUrl, "mail.from": _from, ...outsideMail } = SETTING_SCHEMAS;
const mail = z.object({ smtp_url: _smtpUrl, from: _from });

/** What the server goes by. */
export const serverSettings = z.object({ ...outsideMail, mail });
export type ServerSettings = z.infer<typeof serverSettings>;

/** `PATCH /api/settings`. What is named in `reset` follows the environment again, or the default. */
export const serverSettingsPatch = z
  .object({ ...outsideMail, mail: mail.partial(), reset: z.array(settingKey).max(SETTING_KEYS.length) })
  .partial();
export type ServerSettingsPatch = z.infer<typeof serverSettingsPatch>;

/** Where a value comes from. An administrator's wins over the environment's. */
export const settingSource = z.enum(["default", "environment", "administrator"]);
export type SettingSource = z.infer<typeof settingSource>;

/** As an administrator is shown them: of the SMTP URL never the password. */
export const serverSettingsAnswer = z.object({
  settings: z.object({
    ...outsideMail,
    mail: z.object({
      smtp: z
        .object({
          is_secure: z.boolean(),
          host: z.string(),
          port: z.int().nullable(),
          user: z.string().nullable(),
          has_password: z.boolean(),
        })
        .nullable(),
      from: z.string().nullable(),
    }),
  }),
  sources: z.record(settingKey, settingSource),
  /** Whose a machine becomes that comes by open enrollment: the one that was set, or who stands in for them. */
  open_enrollment_owner: z.object({ id, name: z.string(), email: z.string() }).nullable(),
  /** Machines that came by open enrollment and are still here. */
  open_enrollment_machines: z.int(),
  /** Sessions are recorded (RECORDING_DIR). */
  is_recording: z.boolean(),
  updated_at: time.nullable(),
  updated_by: z.string().nullable(),
});
export type ServerSettingsAnswer = z.infer<typeof serverSettingsAnswer>;

/** `GET /api/branding`, public: what stands above the sign-in. */
export const branding = z.object({
  name: z.string(),
  /** Its address changes with the picture. */
  logo_url: z.string().nullable(),
  /** For the person whose machine it is. */
  consent_text: z.string(),
});
export type Branding = z.infer<typeof branding>;
