import { describe, expect, test } from "bun:test";
import { ConfigError, readConfig } from "./config.ts";

const SECRET = "kq3Jx9vT0bWm5ZpRc8LdYh2NfUs7AeGi";

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

test("nothing set is a server on port 3000 with its data beside it", () => {
  expect(readConfig({})).toMatchObject({
    host: "0.0.0.0",
    port: 3000,
    dataDirectory: "./data",
    databaseUrl: undefined,
    allowedOrigins: [],
    trustedProxies: [],
    openEnrollment: undefined,
    recordingFps: 4,
    logLevel: "info",
  });
});

test("an empty variable counts as not set", () => {
  expect(readConfig({ PORT: "", DATABASE_URL: " ", ALLOWED_ORIGINS: "" })).toEqual(readConfig({}));
});

test("lists are separated by commas, origins lose their trailing slash and default port", () => {
  const { allowedOrigins, appUrl, trustedProxies } = readConfig({
    APP_URL: "https://Help.example.com:443/",
    ALLOWED_ORIGINS: "https://a.example.com/, http://b.example.com:8080",
    TRUSTED_PROXIES: "127.0.0.1,10.0.0.0/8, ::1,fd00::/8",
  });
  expect(appUrl).toBe("https://help.example.com");
  expect(allowedOrigins).toEqual(["https://a.example.com", "http://b.example.com:8080"]);
  expect(trustedProxies).toEqual(["127.0.0.1", "10.0.0.0/8", "::1", "fd00::/8"]);
});

describe("one line for each fault, which names the variable and what to do", () => {
  test.each([
    [{ PORT: "http" }, "PORT must be a whole number from 0 to 65535"],
    [{ PORT: "65536" }, "PORT must be from 0 to 65535"],
    [{ DATABASE_URL: "mysql://h/d" }, "DATABASE_URL must be a URL that begins with postgres:// or postgresql://"],
    [{ AUTH_SECRET: "short" }, "AUTH_SECRET is shorter than 32 characters: make one with: openssl rand -base64 32"],
    [
      { AUTH_SECRET: "change-me-please-change-me-please-change-me" },
      "AUTH_SECRET is a sample value: make one with: openssl rand -base64 32",
    ],
    [
      { AUTH_SECRET: "ab".repeat(20) },
      "AUTH_SECRET is too regular to be random: make one with: openssl rand -base64 32",
    ],
    [{ APP_URL: "help.example.com" }, "APP_URL must be a URL that begins with http:// or https://"],
    [
      { APP_URL: "https://example.com/help" },
      "APP_URL must be an origin without path or user, such as https://help.example.com",
    ],
    [
      { APP_URL: "https://me@example.com" },
      "APP_URL must be an origin without path or user, such as https://help.example.com",
    ],
    [
      { ALLOWED_ORIGINS: "https://a.example.com,*" },
      "ALLOWED_ORIGINS=* is not accepted: name each origin, such as https://help.example.com",
    ],
    [{ ALLOWED_ORIGINS: "a.example.com" }, "ALLOWED_ORIGINS must be a URL that begins with http:// or https://"],
    [{ TRUSTED_PROXIES: "proxy.local" }, "TRUSTED_PROXIES must be IP addresses or networks such as 10.0.0.0/8"],
    [{ TRUSTED_PROXIES: "10.0.0.0/33" }, "TRUSTED_PROXIES must be IP addresses or networks such as 10.0.0.0/8"],
    [{ OPEN_ENROLLMENT: "maybe" }, "OPEN_ENROLLMENT must be true or false"],
    [{ OPEN_ENROLLMENT_USER_EMAIL: "ada" }, "OPEN_ENROLLMENT_USER_EMAIL must be an e-mail address"],
    [{ RECORDING_FPS: "0" }, "RECORDING_FPS must be from 1 to 30"],
    [{ SETUP_CODE: "1234" }, "SETUP_CODE needs at least 8 characters"],
    [{ SMTP_URL: "mail.example.com" }, "SMTP_URL must be a URL that begins with smtp:// or smtps://"],
    [{ SMTP_URL: "smtp://" }, "SMTP_URL names no host"],
    [{ NATS_URL: "http://n:4222" }, "NATS_URL must be a URL that begins with nats:// or tls://"],
    [{ METRICS_TOKEN: "tiny" }, "METRICS_TOKEN needs at least 16 characters"],
    [{ LOG_LEVEL: "loud" }, "LOG_LEVEL must be one of silent, fatal, error, warn, info, debug, trace"],
  ])("%j", (env, fault) => {
    expect(faultsOf(env)).toEqual([fault]);
  });

  test("all of them at once", () => {
    expect(faultsOf({ PORT: "x", ALLOWED_ORIGINS: "*", LOG_LEVEL: "loud" })).toHaveLength(3);
  });

  test("never with the value of what may be a secret", () => {
    const env = { AUTH_SECRET: "hunter2", DATABASE_URL: "mysql://me:hunter2@h/d", SMTP_URL: "x://hunter2" };
    expect(faultsOf(env).join()).not.toContain("hunter2");
  });
});

test("in production sample codes and tokens are refused, too", () => {
  const env = { SETUP_CODE: "change-me", METRICS_TOKEN: "example-metrics-token", AUTH_SECRET: SECRET };
  expect(faultsOf({ ...env, NODE_ENV: "production" })).toEqual([
    "SETUP_CODE is a sample value: make one with: openssl rand -base64 32",
    "METRICS_TOKEN is a sample value: make one with: openssl rand -base64 32",
  ]);
  expect(faultsOf(env)).toEqual([]);
});
