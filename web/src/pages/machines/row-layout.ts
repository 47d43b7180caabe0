/** Sizes and columns that the rows, their headings and their skeleton share. */

export const ROW_HEIGHT = 44;
/** Two lines: name, and state beneath it. */
export const NARROW_ROW_HEIGHT = 60;
/** Columns by the width of the page, not of the window: the rail takes its part. Header, rows and skeleton share them. */
export const GRID_COLUMNS =
  "grid items-center gap-x-4 px-4 md:px-6 grid-cols-[minmax(0,1fr)_auto] " +
  "@2xl:grid-cols-[minmax(0,1fr)_144px_minmax(0,0.9fr)_136px] " +
  "@5xl:grid-cols-[minmax(0,1.6fr)_minmax(0,1.1fr)_minmax(0,0.8fr)_minmax(0,1.3fr)_80px_136px]";
export const FROM_MEDIUM = "hidden @2xl:flex";
export const FROM_WIDE = "hidden @5xl:flex";
