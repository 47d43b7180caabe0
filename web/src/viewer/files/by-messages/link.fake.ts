/** For tests: the session's socket with the test as relay and machine at its other end. */
import type { OutgoingViewerMessage } from "../../../../../protocol/messages/viewer-to-relay.ts";
import type { FileLink, FileMessage } from "./file-link.ts";

export class FakeLink implements FileLink {
  readonly sent: OutgoingViewerMessage[] = [];
  isOpen = true;
  others = 0;
  buffered = 0;
  /** Answers what is sent, after it was. */
  answer: (message: OutgoingViewerMessage) => void = () => {};
  readonly #listeners = new Set<(message: FileMessage) => void>();

  send(message: OutgoingViewerMessage): boolean {
    if (!this.isOpen) return false;
    this.sent.push(message);
    queueMicrotask(() => this.answer(message));
    return true;
  }

  listen(hear: (message: FileMessage) => void): () => void {
    this.#listeners.add(hear);
    return () => this.#listeners.delete(hear);
  }

  bufferedBytes = (): number => this.buffered;
  isAlone = (): boolean => this.others === 0;

  say(message: FileMessage): void {
    for (const hear of [...this.#listeners]) hear(message);
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }
}
