/**
 * **Knows** work that a process does again and again until it is told to stop.
 * **Not here** what a turn does (`#server/leader`, `#server/helper`).
 * **Trust** it is handed nothing of the outside.
 */
export { inTurns, type Turns } from './turns.ts';
