/** What a saved script asks for, from what was given and its defaults. */
import type { ScriptParameter } from "../../../protocol/rest/scripts.ts";
import { ServiceFailure } from "../failures.ts";

/** @throws ServiceFailure (`invalid_request`) for what is missing or was not asked for */
export function fillParameters(
  asked: readonly ScriptParameter[],
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const unknown = Object.keys(given).find((name) => !asked.some((one) => one.name === name));
  if (unknown !== undefined) throw refused(`the script asks for no "${unknown}"`);
  const filled: Record<string, string> = {};
  for (const { name, label, default: preset, required } of asked) {
    const value = given[name] ?? preset;
    if (required && value === "") throw refused(`"${label || name}" is needed`);
    filled[name] = value;
  }
  return filled;
}

function refused(message: string): ServiceFailure {
  return new ServiceFailure("invalid_request", message, { code: "invalid_parameters" });
}
