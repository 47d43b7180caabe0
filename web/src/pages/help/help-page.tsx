/** What a support link opens, for somebody who has never seen it: one file for their system, three steps, and what it does. */
import { useParams } from "@solidjs/router";
import { useQuery } from "@tanstack/solid-query";
import CircleCheck from "lucide-solid/icons/circle-check";
import Download from "lucide-solid/icons/download";
import { createSignal, For, type JSX, Match, Show, Switch } from "solid-js";
import type { HelpInvitation, HelpPlatform } from "../../../../protocol/rest/support.ts";
import { ApiError, messageOf } from "../../api/http-client.ts";
import { helpQuery } from "../../api/support-links.ts";
import { Button, buttonClass } from "../../components/button.tsx";
import { CopyField } from "../../components/copy-field.tsx";
import { Door } from "../../components/door.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { branding } from "../../state/branding.ts";
import { byteSize } from "../../state/byte-size.ts";
import { PLATFORM_NAMES, visitorPlatform } from "./visitor-platform.ts";

export default function HelpPage() {
  const params = useParams<{ token: string }>();
  const help = useQuery(() => helpQuery(params.token));
  const isGone = () => help.error instanceof ApiError && help.error.status === 404;
  return (
    <Switch fallback={<Waiting class="min-h-40">One moment …</Waiting>}>
      <Match when={help.data?.state === "started" && help.data}>
        {(present) => (
          <Door
            title="It runs"
            lead={`You are asked whether ${present().technician} may connect: look for the question on your screen.`}
          >
            <p class="flex gap-3 text-sm">
              <CircleCheck class="size-5 shrink-0 text-online" aria-hidden="true" />
              You see everything that is done. Close the program whenever you want it to end; nothing of it stays on
              your computer. You can close this page.
            </p>
          </Door>
        )}
      </Match>
      <Match when={help.data}>{(present) => <Steps help={present()} />}</Match>
      <Match when={isGone()}>
        <Door title="This link is over" lead="It was used, cancelled, or is too old. Ask for a new one." children="" />
      </Match>
      <Match when={help.isError}>
        <Door title="The page did not load" lead={messageOf(help.error)}>
          <Button variant="primary" onClick={() => void help.refetch()}>
            Try again
          </Button>
        </Door>
      </Match>
    </Switch>
  );
}

function Steps(props: { help: HelpInvitation }) {
  const [chosen, setChosen] = createSignal<HelpPlatform | null>(visitorPlatform(navigator.userAgent));
  const download = () => props.help.downloads.find(({ platform }) => platform === chosen());
  const others = () => props.help.downloads.filter(({ platform }) => platform !== chosen());
  return (
    <Door
      title={`${props.help.technician} wants to help you`}
      lead="With this they see your screen and can use mouse and keyboard, for one visit. Go on only if you expect it."
    >
      <Show
        when={download()}
        fallback={
          <p class="rounded-lg border border-line bg-panel p-4 text-sm text-muted">
            {chosen() === null
              ? "Open this page on the computer that needs help: Windows, Mac or Linux."
              : "There is no program for your system on this server. Tell your technician."}
          </p>
        }
      >
        {(file) => (
          <ol class="flex flex-col gap-5">
            <Step number={1} title="Download the program">
              <a class={`${buttonClass("primary", "lg")} w-full`} href={file().url} download={file().file_name}>
                <Download class="size-4" aria-hidden="true" />
                Download for {PLATFORM_NAMES[file().platform]}
              </a>
              <p class="mt-1 text-faint text-xs">{byteSize(file().size)}</p>
            </Step>
            <Step number={2} title="Start it">
              <HowToStart platform={file().platform} fileName={file().file_name} />
            </Step>
            <Step number={3} title="That is all">
              <p class="text-sm text-muted">
                You are asked once more, and then {props.help.technician} is connected. Close the program whenever you
                want that to end.
              </p>
            </Step>
          </ol>
        )}
      </Show>
      <Show when={branding().consent_text}>
        {(text) => (
          <p class="mt-6 rounded-lg border border-line bg-panel p-4 text-sm break-words whitespace-pre-line text-muted">
            {text()}
          </p>
        )}
      </Show>
      <Show when={others().length > 0}>
        <p class="mt-6 text-muted text-xs">
          Another system?{" "}
          <For each={others()}>
            {({ platform }) => (
              <button
                type="button"
                class="mr-3 text-accent-text underline-offset-2 hover:underline pointer-coarse:min-h-11"
                onClick={() => setChosen(platform)}
              >
                {PLATFORM_NAMES[platform]}
              </button>
            )}
          </For>
        </p>
      </Show>
      <Show when={download()}>
        <details class="mt-3 text-faint text-xs">
          <summary class="cursor-pointer">The file has lost its name?</summary>
          <p class="mt-1">
            Its name says where to go. Without it, start the program with{" "}
            <code class="break-all font-mono">
              --server {props.help.server} --code {props.help.code}
            </code>
          </p>
        </details>
      </Show>
      <Show when={download()?.sha256}>
        {(sha256) => (
          <details class="mt-3 text-faint text-xs">
            <summary class="cursor-pointer">For the careful: SHA-256 of the file</summary>
            <code class="mt-1 block break-all font-mono">{sha256()}</code>
          </details>
        )}
      </Show>
    </Door>
  );
}

function Step(props: { number: number; title: string; children: JSX.Element }) {
  return (
    <li class="flex gap-3">
      <span
        class="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft font-semibold text-accent-text text-xs"
        aria-hidden="true"
      >
        {props.number}
      </span>
      <div class="min-w-0 flex-1">
        <h2 class="mb-2 font-medium leading-6">{props.title}</h2>
        {props.children}
      </div>
    </li>
  );
}

function HowToStart(props: { platform: HelpPlatform; fileName: string }) {
  return (
    <Show
      when={!props.platform.startsWith("windows")}
      fallback={
        <p class="text-sm text-muted">
          Open the file from your downloads. Should Windows warn of a program that it does not know: More info, then Run
          anyway.
        </p>
      }
    >
      <p class="mb-2 text-sm text-muted">Open a terminal, and paste this line:</p>
      <CopyField
        text={`cd ~/Downloads && chmod +x ${props.fileName} && ./${props.fileName}`}
        label="the line that starts it"
      />
    </Show>
  );
}
