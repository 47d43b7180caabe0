/** A secret that is saved with the script would be none. */
import type { ScriptParameter } from "../../../protocol/rest/scripts.ts";

export function withoutSecretDefaults(parameters: readonly ScriptParameter[]): ScriptParameter[] {
  return parameters.map((one) => (one.secret ? { ...one, default: "" } : one));
}
