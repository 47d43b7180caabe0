/** Join, wherever a running session is offered: a ticket of one's own for it, and its screen. */
import { useNavigate } from "@solidjs/router";
import { createSignal } from "solid-js";
import { joinLiveSession } from "../api/sessions.ts";
import { notifyFailure } from "../components/toast.tsx";
import { openViewer } from "./open-viewer.ts";

export type Joining = { sessionId: string; isViewOnly: boolean };

const [joining, setJoining] = createSignal<Joining | null>(null);

/** What is just being joined; its buttons show it. */
export { joining };

export function useJoin(): (sessionId: string, machineName: string, isViewOnly?: boolean) => Promise<void> {
  const navigate = useNavigate();
  return async (sessionId, machineName, isViewOnly = false) => {
    if (joining()) return;
    setJoining({ sessionId, isViewOnly });
    try {
      openViewer(await joinLiveSession(sessionId, isViewOnly), navigate);
    } catch (error) {
      notifyFailure(`Not connected to ${machineName}`, error);
    } finally {
      setJoining(null);
    }
  };
}
