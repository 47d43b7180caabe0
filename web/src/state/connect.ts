/** Connect, wherever it is offered: makes a session on a machine and opens its screen. */
import { useNavigate } from "@solidjs/router";
import { createSignal } from "solid-js";
import type { Machine } from "../../../protocol/rest/people.ts";
import { startSession } from "../api/machines.ts";
import { notifyFailure } from "../components/toast.tsx";
import { openViewer, openViewerInNewTab } from "./open-viewer.ts";

export type ConnectOptions = {
  isViewOnly?: boolean;
  inNewTab?: boolean;
  /** The viewer's side panel that is open from the start. */
  panel?: "terminal" | "files";
};

const [connectingId, setConnectingId] = createSignal<string | null>(null);

/** The machine whose session is just being made; its buttons show it. */
export { connectingId };

export function useConnect(): (machine: Machine, options?: ConnectOptions) => Promise<void> {
  const navigate = useNavigate();
  return async (machine, { isViewOnly = false, inNewTab = false, panel } = {}) => {
    if (connectingId()) return;
    setConnectingId(machine.id);
    try {
      const ticket = await startSession(machine.id, isViewOnly);
      if (inNewTab) openViewerInNewTab(ticket, panel);
      else openViewer(ticket, navigate, panel);
    } catch (error) {
      notifyFailure(`Not connected to ${machine.name}`, error);
    } finally {
      setConnectingId(null);
    }
  };
}
