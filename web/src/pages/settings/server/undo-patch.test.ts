import { expect, test } from "bun:test";
import type { ServerSettingsAnswer } from "../../../../../protocol/rest/server-settings.ts";
import { undoPatch } from "./undo-patch.ts";

const SMTP = { is_secure: true, host: "mail.example", port: 465, user: null, has_password: true };
const settings = (more: object = {}): ServerSettingsAnswer["settings"] => ({
  name: "Before",
  logo: null,
  consent_text: "",
  recording_max_age_days: 30,
  recording_max_bytes: null,
  open_enrollment: false,
  open_enrollment_owner_id: null,
  open_enrollment_max_machines: null,
  quarantine_open_enrollment: true,
  quarantine_new_machines: false,
  thumbnails: true,
  agent_updates: "automatic",
  two_factor_required: "nobody",
  mail: { smtp: null, from: null },
  ...more,
});

test("what an administrator had set comes back, also a null", () => {
  const before = {
    settings: settings(),
    sources: { name: "administrator", recording_max_bytes: "administrator" } as const,
  };
  const undo = undoPatch(before, { name: "After", recording_max_bytes: 5 });
  expect(undo).toEqual({ name: "Before", recording_max_bytes: null });
});

test("what came from elsewhere comes from there again", () => {
  const before = { settings: settings(), sources: { recording_max_age_days: "environment" } as const };
  expect(undoPatch(before, { recording_max_age_days: 7, thumbnails: false })).toEqual({
    reset: ["recording_max_age_days", "thumbnails"],
  });
});

test("a reset is taken back, too", () => {
  const before = { settings: settings(), sources: { recording_max_age_days: "administrator" } as const };
  expect(undoPatch(before, { reset: ["recording_max_age_days"] })).toEqual({ recording_max_age_days: 30 });
});

test("a mail server that was there cannot be brought back: nobody is told its password", () => {
  const sources = { "mail.smtp_url": "administrator", "mail.from": "administrator" } as const;
  const before = { settings: settings({ mail: { smtp: SMTP, from: "a@example.com" } }), sources };
  expect(undoPatch(before, { mail: { smtp_url: null } })).toBeNull();
  expect(undoPatch(before, { mail: { from: null } })).toEqual({ mail: { from: "a@example.com" } });
  const none = { settings: settings(), sources };
  expect(undoPatch(none, { mail: { smtp_url: "smtp://new.example", from: null } })).toEqual({
    mail: { smtp_url: null, from: null },
  });
});
