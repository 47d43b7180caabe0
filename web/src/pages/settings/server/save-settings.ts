/** Saves what one section of the server's settings changed, and offers to take it back. */
import { useMutation, useQueryClient } from "@tanstack/solid-query";
import type { ServerSettingsAnswer, ServerSettingsPatch } from "../../../../../protocol/rest/server-settings.ts";
import { messageOf } from "../../../api/http-client.ts";
import { queryKeys } from "../../../api/query-keys.ts";
import { changeServerSettings } from "../../../api/server-settings.ts";
import { notify, notifyFailure } from "../../../components/toast.tsx";
import { ProofGivenUp, withRecentProof } from "../../../state/recent-proof.ts";
import { undoPatch } from "./undo-patch.ts";

export type SaveSettings = {
  /** `done` is called once it holds. */
  save(patch: ServerSettingsPatch, done?: () => void): void;
  isSaving(): boolean;
  /** Undefined: the last attempt was well. */
  error(): string | undefined;
};

/** @param what begins the sentences: "Name and logo" */
export function createSaveSettings(what: string, present: () => ServerSettingsAnswer): SaveSettings {
  const client = useQueryClient();
  const keep = (answer: ServerSettingsAnswer) => client.setQueryData(queryKeys.serverSettings, answer);

  const undo = async (patch: ServerSettingsPatch) => {
    try {
      keep(await withRecentProof(() => changeServerSettings(patch)));
      notify(`${what}: as before`);
    } catch (error) {
      if (!(error instanceof ProofGivenUp)) notifyFailure(`${what}: the change stays`, error);
    }
  };
  const saving = useMutation(() => ({
    mutationFn: ({ patch }: { patch: ServerSettingsPatch; back: ServerSettingsPatch | null; done?: () => void }) =>
      withRecentProof(() => changeServerSettings(patch)),
    onSuccess: (answer, { back, done }) => {
      keep(answer);
      done?.();
      notify(`${what}: saved`, back ? { action: { label: "Undo", run: () => void undo(back) } } : {});
    },
  }));
  return {
    save: (patch, done) => saving.mutate({ patch, back: undoPatch(present(), patch), done }),
    isSaving: () => saving.isPending,
    error: () => (saving.isError && !(saving.error instanceof ProofGivenUp) ? messageOf(saving.error) : undefined),
  };
}
