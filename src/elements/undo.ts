/** How long what she did can be taken back with one press, ms: long enough to read the line and reach the button, twice. */
export const UNDO_MS = 12_000;
