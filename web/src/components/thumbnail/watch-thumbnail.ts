/** A machine's small picture for as long as somebody can see it: the tab is in front and the element in sight; else nothing is asked. */
import { type Accessor, createEffect, createSignal, onCleanup } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { requestBytes } from "../../api/http-client.ts";

/** As long as the server keeps one. */
const EVERY_MS = 30_000;
/** A browser has six connections for everything: the pictures of a screenful of cards take turns. */
const AT_ONCE = 2;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn(work: () => Promise<void>): Promise<void> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running++;
  try {
    await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

/** @returns the address of the newest picture; null: there is none */
export function watchThumbnail(
  machine: () => Machine,
  element: () => HTMLElement | undefined,
): Accessor<string | null> {
  const [url, setUrl] = createSignal<string | null>(null);
  const isInSight = createInSight(element);
  const show = (next: string | null) =>
    setUrl((before) => {
      if (before) URL.revokeObjectURL(before);
      return next;
    });
  onCleanup(() => show(null));

  const id = () => machine().id;
  const isPossible = () => machine().online && machine().permissions.includes("view");
  createEffect(() => {
    const machineId = id();
    if (!isPossible()) show(null);
    else if (isInSight()) onCleanup(follow(machineId, show));
  });
  return url;
}

/** Asks now and then; the returned function ends it. */
function follow(machineId: string, show: (url: string | null) => void): () => void {
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async (): Promise<void> => {
    await inTurn(async () => {
      if (abort.signal.aborted) return;
      try {
        const answer = await requestBytes(`/api/machines/${machineId}/thumbnail`, { signal: abort.signal });
        const picture = answer.status === 200 ? await answer.blob() : null;
        if (!abort.signal.aborted) show(picture && URL.createObjectURL(picture));
      } catch {
        // Away, or not allowed any more: a picture that may be old is none, and the next look may find one.
        if (!abort.signal.aborted) show(null);
      }
    });
    if (!abort.signal.aborted) timer = setTimeout(look, EVERY_MS);
  };
  void look();
  return () => {
    abort.abort();
    clearTimeout(timer);
  };
}

/** The tab is in front, and the element on the screen. */
function createInSight(element: () => HTMLElement | undefined): Accessor<boolean> {
  const [isOnScreen, setOnScreen] = createSignal(false);
  const [isInFront, setInFront] = createSignal(!document.hidden);
  const followTab = () => setInFront(!document.hidden);
  document.addEventListener("visibilitychange", followTab);
  onCleanup(() => document.removeEventListener("visibilitychange", followTab));
  createEffect(() => {
    const watched = element();
    if (!watched) return;
    const observer = new IntersectionObserver(([entry]) => setOnScreen(entry?.isIntersecting === true));
    observer.observe(watched);
    onCleanup(() => observer.disconnect());
  });
  return () => isOnScreen() && isInFront();
}
