/** What text crossed last, whichever way: the same is never sent back, so that two clipboards cannot echo each other. */

export class CrossedText {
  #last: string | null = null;

  /** @returns false for what is on both sides already */
  isNews(text: string): boolean {
    return text !== "" && text !== this.#last;
  }

  crossed(text: string): void {
    this.#last = text;
  }

  /** Something else crossed: what was before may cross again. */
  forget(): void {
    this.#last = null;
  }
}
