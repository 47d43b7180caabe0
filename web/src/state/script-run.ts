/** "Run a script on these machines", wherever it is offered: the machines travel to the page, not through its address. */
import { useNavigate } from "@solidjs/router";
import { createSignal } from "solid-js";

export type RunStart = {
  machineIds?: readonly string[];
  scriptId?: string;
  /** What was not saved, to be run again. */
  script?: { text: string; shell: string };
};

const [prepared, setPrepared] = createSignal<RunStart>({});

/** What the page starts with; a reload begins with nothing. */
export { prepared as preparedRun };

export function useScriptRun(): (start: RunStart) => void {
  const navigate = useNavigate();
  return (start) => {
    setPrepared(start);
    navigate("/scripts/run");
  };
}
