/** The status in words, for a person who is not technical. */
import { oneLine } from "../log.ts";
import type { LocalStatus } from "./local-status.ts";

type Session = LocalStatus["sessions"][number];

const MAX_NAME = 80;
/** Of a session's id: enough to tell it from the others, and for `end`. */
const SHORT_ID = 18;

export function statusText(status: LocalStatus, nowMs: number): string {
  const { sessions, allowed_permissions: allowed } = status;
  const rows = [
    ["Server", `${status.server} (${status.online ? "connected" : "not connected"})`],
    ["Version", status.version],
    ["Before a session", status.attended ? "the person at this machine is asked" : "nobody is asked"],
    [
      "Thumbnails",
      status.thumbnails
        ? "on: a small picture of this screen, while a technician looks at the list of machines"
        : "off",
    ],
    ["Allowed at most", allowed ? allowed.join(", ") : "whatever the server allows"],
  ];
  return [
    sessions.length === 0 ? "Nobody is connected to this machine." : headline(sessions),
    ...sessions.flatMap((session) => ["", ...sessionLines(session, nowMs)]),
    "",
    ...rows.map(([name = "", value = ""]) => `${name.padEnd(17)} ${value}`),
    ...(sessions.length > 0 ? ["", 'To end it: "remotelink-agent end"'] : []),
  ].join("\n");
}

function headline(sessions: readonly Session[]): string {
  const all = sessions.flatMap(({ technicians }) => technicians.map(({ name }) => oneLine(name, MAX_NAME)));
  const names = [...new Set(all)];
  const last = names.at(-1);
  if (last === undefined) return "A session is open, but nobody is in it now.";
  const who = names.length === 1 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
  return `${who} ${names.length === 1 ? "is" : "are"} connected to this machine.`;
}

function sessionLines({ session_id, since, technicians, recording }: Session, nowMs: number): string[] {
  const recorded = recording ? "being recorded" : "not recorded";
  return [
    `Session ${session_id.slice(0, SHORT_ID)}, for ${duration(since, nowMs)}, ${recorded}`,
    ...technicians.map(({ name, email, since: from, permissions }) => {
      const address = email ? ` (${oneLine(email, MAX_NAME)})` : "";
      const may = permissions.length > 0 ? `; may: ${permissions.join(", ")}` : "";
      return `  ${oneLine(name, MAX_NAME)}${address}, for ${duration(from, nowMs)}${may}`;
    }),
  ];
}

function duration(since: string, nowMs: number): string {
  const minutes = Math.floor((nowMs - Date.parse(since)) / 60_000);
  if (minutes < 1) return "less than a minute";
  if (minutes < 60) return minutes === 1 ? "1 minute" : `${minutes} minutes`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
