/** The server's settings from the environment, each checked: a fault is one line that names the variable and what to do. */
import { z } from "zod";

export const LOG_LEVELS = ["silent", "fatal", "error", "warn", "info", "debug", "trace"] as const;

export type Config = {
  host: string;
  /** 0: any free port. */
  port: number;
  dataDirectory: string;
  /** Undefined: the embedded database in `dataDirectory`. */
  databaseUrl?: string;
  /** Undefined: the one that is kept in `dataDirectory`. */
  authSecret?: string;
  /** The origin where people reach the server, without a path: "https://help.example.com". */
  appUrl?: string;
  /** Further origins, exact. */
  allowedOrigins: readonly string[];
  /** Addresses and networks whose `X-Forwarded-For` is believed. */
  trustedProxies: readonly string[];
  /** These, RECORDING_MAX_* and SMTP_URL hold until an administrator sets something else. */
  openEnrollment?: boolean;
  openEnrollmentUserEmail?: string;
  recordingDirectory?: string;
  recordingFps: number;
  /** Undefined: recordings are kept until somebody removes them. */
  recordingMaxAgeDays?: number;
  /** Undefined: as many as the disk holds. */
  recordingMaxBytes?: number;
  setupCode?: string;
  smtpUrl?: string;
  natsUrl?: string;
  metricsToken?: string;
  logLevel: (typeof LOG_LEVELS)[number];
};

/** One line for each fault. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join("\n"));
    this.faults = faults;
  }
}

const MIN_SECRET_LENGTH = 32;
/** Fewer different characters than this come from a pattern, not from a generator. */
const MIN_SECRET_VARIETY = 10;
const SAMPLE_SECRET =
  /change.?me|replace.?me|your.?(auth)?.?secret|example|sample|placeholder|password|better-auth-secret/i;
const MIN_CODE_LENGTH = 8;
const MIN_METRICS_TOKEN_LENGTH = 16;

const generate = "make one with: openssl rand -base64 32";
const secret = z
  .string()
  .refine((text) => text.length >= MIN_SECRET_LENGTH, `is shorter than ${MIN_SECRET_LENGTH} characters: ${generate}`)
  .refine((text) => !SAMPLE_SECRET.test(text), `is a sample value: ${generate}`)
  .refine((text) => new Set(text).size >= MIN_SECRET_VARIETY, `is too regular to be random: ${generate}`);

const urlOf = (...schemes: string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && schemes.includes(new URL(text).protocol),
      `must be a URL that begins with ${schemes.map((scheme) => `${scheme}//`).join(" or ")}`,
    );

const serverUrl = (...schemes: string[]) =>
  urlOf(...schemes).refine((text) => URL.parse(text)?.hostname !== "", "names no host");

/** scheme://host[:port] and nothing after it. */
const origin = serverUrl("http:", "https:")
  .refine((text) => !URL.canParse(text) || isBare(new URL(text)), {
    message: "must be an origin without path or user, such as https://help.example.com",
  })
  .transform((text) => (URL.canParse(text) ? new URL(text).origin : text));

function isBare({ pathname, search, hash, username }: URL): boolean {
  return ["", "/"].includes(pathname) && search + hash + username === "";
}

/** Origins are compared exactly in every mode, so that a wildcard would do nothing where it is not refused. */
const notAnyOrigin = z
  .string()
  .refine((text) => text !== "*", "=* is not accepted: name each origin, such as https://help.example.com");

const list = (item: z.ZodType<string>) =>
  z.preprocess(
    (text) =>
      String(text)
        .split(",")
        .map((part) => part.trim())
        .filter(Boolean),
    z.array(item),
  );

const address = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
  error: "must be IP addresses or networks such as 10.0.0.0/8",
});

const yesNo = z.stringbool({ error: "must be true or false" });
const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be from ${min} to ${max}`);

const settings = z.object({
  NODE_ENV: z.string().optional(),
  HOST: z.string().default("0.0.0.0"),
  PORT: integer(0, 65_535).default(3000),
  DATA_DIR: z.string().default("./data"),
  DATABASE_URL: urlOf("postgres:", "postgresql:").optional(),
  AUTH_SECRET: secret.optional(),
  APP_URL: origin.optional(),
  ALLOWED_ORIGINS: list(notAnyOrigin.pipe(origin)).default([]),
  TRUSTED_PROXIES: list(address).default([]),
  OPEN_ENROLLMENT: yesNo.optional(),
  OPEN_ENROLLMENT_USER_EMAIL: z.email("must be an e-mail address").toLowerCase().optional(),
  RECORDING_DIR: z.string().optional(),
  RECORDING_FPS: integer(1, 30).default(4),
  RECORDING_MAX_AGE_DAYS: integer(1, 36_500).optional(),
  RECORDING_MAX_BYTES: integer(1, Number.MAX_SAFE_INTEGER).optional(),
  SETUP_CODE: z.string().min(MIN_CODE_LENGTH, `needs at least ${MIN_CODE_LENGTH} characters`).optional(),
  SMTP_URL: serverUrl("smtp:", "smtps:").optional(),
  NATS_URL: serverUrl("nats:", "tls:").optional(),
  METRICS_TOKEN: z
    .string()
    .min(MIN_METRICS_TOKEN_LENGTH, `needs at least ${MIN_METRICS_TOKEN_LENGTH} characters`)
    .optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(", ")}` }).default("info"),
});

/** Every variable that the server reads: it looks at no other. */
export const VARIABLES = Object.keys(settings.shape);

/** What others could look up opens nothing that serves others. */
const environment = settings.superRefine((values, context) => {
  if (values.NODE_ENV !== "production") return;
  for (const name of ["SETUP_CODE", "METRICS_TOKEN"] as const) {
    if (!SAMPLE_SECRET.test(values[name] ?? "")) continue;
    context.addIssue({ code: "custom", path: [name], message: `is a sample value: ${generate}` });
  }
});

/** @throws ConfigError */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  // An empty variable is how compose files say "not set".
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ""));
  const parsed = environment.safeParse(set);
  if (!parsed.success) throw new ConfigError(faultsOf(parsed.error));
  const values = parsed.data;
  return {
    host: values.HOST,
    port: values.PORT,
    dataDirectory: values.DATA_DIR,
    databaseUrl: values.DATABASE_URL,
    authSecret: values.AUTH_SECRET,
    appUrl: values.APP_URL,
    allowedOrigins: values.ALLOWED_ORIGINS,
    trustedProxies: values.TRUSTED_PROXIES,
    openEnrollment: values.OPEN_ENROLLMENT,
    openEnrollmentUserEmail: values.OPEN_ENROLLMENT_USER_EMAIL,
    recordingDirectory: values.RECORDING_DIR,
    recordingFps: values.RECORDING_FPS,
    recordingMaxAgeDays: values.RECORDING_MAX_AGE_DAYS,
    recordingMaxBytes: values.RECORDING_MAX_BYTES,
    setupCode: values.SETUP_CODE,
    smtpUrl: values.SMTP_URL,
    natsUrl: values.NATS_URL,
    metricsToken: values.METRICS_TOKEN,
    logLevel: values.LOG_LEVEL,
  };
}

function faultsOf(error: z.ZodError): string[] {
  const faults = new Map<string, string>();
  for (const issue of error.issues) {
    const variable = String(issue.path[0]);
    // "ALLOWED_ORIGINS=* is …" names the value, too.
    const between = issue.message.startsWith("=") ? "" : " ";
    if (!faults.has(variable)) faults.set(variable, variable + between + issue.message);
  }
  return [...faults.values()];
}
