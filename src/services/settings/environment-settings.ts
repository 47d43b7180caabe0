/** Which settings the environment decides until an administrator does. */
import type { Config } from "../../config.ts";
import type { SettingValues } from "./settings-store.ts";

type Named = Pick<
  Config,
  "openEnrollment" | "openEnrollmentUserEmail" | "recordingMaxAgeDays" | "recordingMaxBytes" | "smtpUrl"
>;

export function environmentSettings(config: Named): {
  environment: Partial<SettingValues>;
  environmentKeys: readonly (keyof SettingValues)[];
} {
  const { openEnrollment, recordingMaxAgeDays, recordingMaxBytes, smtpUrl } = config;
  const environment = {
    open_enrollment: openEnrollment,
    // Whoever opened it there did so for machines that are used at once, by whoever set them up.
    quarantine_open_enrollment: openEnrollment ? false : undefined,
    recording_max_age_days: recordingMaxAgeDays,
    recording_max_bytes: recordingMaxBytes,
    "mail.smtp_url": smtpUrl,
  };
  return {
    environment: Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined)),
    // Named by an address, and looked up when a machine comes.
    environmentKeys: config.openEnrollmentUserEmail === undefined ? [] : ["open_enrollment_owner_id"],
  };
}
