/** The files panel, by whichever way the machine's agent gives its files. */
import { createMemo, Match, Switch } from "solid-js";
import { useViewer } from "../viewer-state.ts";
import { filesByMessages } from "./by-messages/files-by-messages.ts";
import { filesOverHttp } from "./file-access.ts";
import { FilesView } from "./files-view.tsx";

export default function FilesPanel() {
  const viewer = useViewer();
  const way = createMemo(() => viewer.snapshot().machine?.files);
  return (
    <Switch>
      <Match when={way() === "http"}>
        <FilesView access={filesOverHttp(viewer)} />
      </Match>
      <Match when={way() === "messages"}>
        <FilesView access={filesByMessages(viewer)} />
      </Match>
    </Switch>
  );
}
