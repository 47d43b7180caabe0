/** What one look at the installation has found. */
export type Finding = {
  what: string;
  state: "ok" | "warn" | "fail";
  message: string;
  /** The line of configuration to change, or what to do. */
  remedy?: string;
};

export const ok = (what: string, message: string): Finding => ({ what, state: "ok", message });
export const warn = (what: string, message: string, remedy: string): Finding => ({
  what,
  state: "warn",
  message,
  remedy,
});
export const fail = (what: string, message: string, remedy: string): Finding => ({
  what,
  state: "fail",
  message,
  remedy,
});
