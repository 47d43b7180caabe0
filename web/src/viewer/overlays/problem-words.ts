/** Why there is no picture, in words: the title and, where the agent gives no advice itself, what to do. */
import type { DisplayProblem } from "../../../../protocol/messages/fields.ts";

export type ProblemWords = { title: (machine: string) => string; remedy: string };

const WORDS: Readonly<Record<DisplayProblem, ProblemWords>> = {
  no_display: {
    title: (machine) => `${machine} has no desktop running`,
    remedy: "Start a desktop there, or a virtual display. The picture then comes by itself.",
  },
  no_authority: {
    title: (machine) => `The desktop of ${machine} refuses the agent`,
    remedy: "Run the agent as root, or as the user of that desktop.",
  },
  wayland: {
    title: (machine) => `${machine} runs a Wayland desktop`,
    remedy: "Its screen cannot be shown yet. Choose an X11 session at its sign-in screen.",
  },
  display_lost: {
    title: (machine) => `The desktop of ${machine} is gone`,
    remedy: "Somebody may have logged out there, or it restarts. The picture comes back by itself.",
  },
  no_permission: {
    title: (machine) => `${machine} does not let the agent see its screen`,
    remedy: "Allow screen recording for the agent in that machine's privacy settings.",
  },
  monitor_asleep: {
    title: (machine) => `The monitor of ${machine} is asleep`,
    remedy: "It wakes when the pointer moves.",
  },
  capture_failed: {
    title: (machine) => `The screen of ${machine} cannot be read`,
    remedy: "It is tried again by itself. If it stays, restart the agent there.",
  },
};

export function problemWords(problem: DisplayProblem | null): ProblemWords {
  if (problem) return WORDS[problem];
  return {
    title: (machine) => `No picture from ${machine} yet`,
    remedy: "The agent is connected; its screen is awaited.",
  };
}
