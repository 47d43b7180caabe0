/** Scenes of someone working with text: a blinking caret, typing, a terminal that scrolls. */
import type { Scene } from "../scene.ts";
import { INK, openTextWindow, PAPER, paintCounter } from "../stage.ts";
import { createLogLines, GLYPH_WIDTH, LINE_HEIGHT, renderLine } from "../text.ts";

const EDITOR = { x: 240, y: 160, columns: 120, rows: 40 };
const editorCounter = { x: EDITOR.x, y: EDITOR.y + EDITOR.rows * LINE_HEIGHT };
/** Lines of the editor that are there from the start; what is typed goes below. */
const TYPED_FROM_ROW = 10;

/** A caret on an idle desktop: on and off twice a second. */
export const caret: Scene = {
  counters: [editorCounter],
  stepsPerSecond: 2,
  async prepare(stage) {
    const window = openTextWindow(stage, EDITOR, EDITOR.columns, EDITOR.rows);
    paintCounter(stage, stage.desktop, editorCounter, 0);
    return (step) => {
      const at = { x: 30 * GLYPH_WIDTH, y: TYPED_FROM_ROW * LINE_HEIGHT, width: 2, height: LINE_HEIGHT };
      stage.draw.fill(window, step % 2 === 1 ? INK : PAPER, at);
      paintCounter(stage, stage.desktop, editorCounter, step);
    };
  },
};

/** Ten characters a second. */
export const typing: Scene = {
  counters: [editorCounter],
  stepsPerSecond: 10,
  async prepare(stage) {
    const { draw, glyphs } = stage;
    const window = openTextWindow(stage, EDITOR, EDITOR.columns, EDITOR.rows);
    const rest = { x: 0, y: TYPED_FROM_ROW * LINE_HEIGHT, width: EDITOR.columns * GLYPH_WIDTH, height: LINE_HEIGHT };
    draw.fill(window, PAPER, { ...rest, height: (EDITOR.rows - TYPED_FROM_ROW) * LINE_HEIGHT });
    paintCounter(stage, stage.desktop, editorCounter, 0);
    const nextLine = createLogLines(EDITOR.columns, 9);
    let text = "";
    while (text.length < 4_000) text += nextLine().padEnd(EDITOR.columns);
    return (step) => {
      const column = (step - 1) % EDITOR.columns;
      const row = TYPED_FROM_ROW + (Math.floor((step - 1) / EDITOR.columns) % (EDITOR.rows - TYPED_FROM_ROW));
      const glyph = renderLine(glyphs, text[(step - 1) % text.length] ?? " ", 1, INK, PAPER);
      const at = { x: column * GLYPH_WIDTH, y: row * LINE_HEIGHT, width: GLYPH_WIDTH, height: LINE_HEIGHT };
      draw.putImage(window, glyph, at);
      paintCounter(stage, stage.desktop, editorCounter, step);
    };
  },
};

const TERMINAL = { x: 240, y: 120, columns: 140, rows: 45 };
const terminalCounter = { x: TERMINAL.x, y: TERMINAL.y - LINE_HEIGHT };

/** A terminal that prints 30 lines a second, scrolling as xterm does: one copy up, one new line. */
export const scroll: Scene = {
  counters: [terminalCounter],
  stepsPerSecond: 30,
  async prepare(stage) {
    const { draw, glyphs } = stage;
    const window = openTextWindow(stage, TERMINAL, TERMINAL.columns, TERMINAL.rows);
    paintCounter(stage, stage.desktop, terminalCounter, 0);
    const nextLine = createLogLines(TERMINAL.columns, 5);
    const lines = Array.from({ length: 400 }, () => renderLine(glyphs, nextLine(), TERMINAL.columns, INK, PAPER));
    const width = TERMINAL.columns * GLYPH_WIDTH;
    const height = (TERMINAL.rows - 1) * LINE_HEIGHT;
    return (step) => {
      draw.copy(window, window, { x: 0, y: LINE_HEIGHT, width, height }, { x: 0, y: 0 });
      const line = lines[step % lines.length] ?? new Uint8Array();
      draw.putImage(window, line, { x: 0, y: height, width, height: LINE_HEIGHT });
      paintCounter(stage, stage.desktop, terminalCounter, step);
    };
  },
};
