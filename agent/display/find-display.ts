/**
 * Finds the screen of this machine by itself, also as root or as a service that has no DISPLAY: which X displays exist,
 * which authority opens them, and if none does, why, and what to do about it.
 */
import type { DisplayProblem } from "../../protocol/messages/fields.ts";
import type { DisplayAccess } from "../stream/screen-stream.ts";
import { type ClueSources, type DisplayClue, findClues, systemSources } from "./display-clues.ts";
import { type Probe, probeDisplay } from "./probe-display.ts";

export type FoundDisplay =
  | { kind: "found"; access: DisplayAccess }
  | { kind: "problem"; problem: DisplayProblem; message: string };

export type FindDisplayOptions = { sources?: ClueSources; probe?: Probe };

/** Tries the displays in order of likelihood, each with every authority that may open it. */
export async function findDisplay(options: FindDisplayOptions = {}): Promise<FoundDisplay> {
  const { clues, wayland } = findClues(options.sources ?? systemSources());
  const probe = options.probe ?? probeDisplay;
  const refused: string[] = [];
  for (const clue of clues) {
    if (clue.isXwayland) continue;
    for (const authority of clue.authorities) {
      const access = { display: clue.display, authority };
      const answer = await probe(access);
      if (answer === "ok") return { kind: "found", access };
      if (answer === "refused" && !refused.includes(clue.display)) refused.push(clue.display);
      if (answer === "unreachable") break;
    }
  }
  return { kind: "problem", ...explain(clues, refused, wayland) };
}

function explain(
  clues: readonly DisplayClue[],
  refused: readonly string[],
  wayland: boolean,
): { problem: DisplayProblem; message: string } {
  // Xwayland shows single windows, not the desktop: a picture of it would be black.
  if (wayland || clues.some((clue) => clue.isXwayland)) {
    return {
      problem: "wayland",
      message:
        "This machine runs a Wayland session, whose screen cannot be shown yet. Log out there and choose an X11 session " +
        '("GNOME on Xorg", "Plasma (X11)") at the sign-in screen; the picture then comes by itself.',
    };
  }
  if (refused.length > 0) {
    return {
      problem: "no_authority",
      message:
        `The display ${refused.join(", ")} refuses this agent. Run the agent as root or as the user of that desktop, ` +
        "or set XAUTHORITY to that session's authority file.",
    };
  }
  return {
    problem: "no_display",
    message:
      "No desktop is running on this machine. Start one (or a virtual display: Xvfb :0 -screen 0 1920x1080x24); the " +
      "picture then comes by itself.",
  };
}
