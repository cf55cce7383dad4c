/**
 * **Knows** whether Homebird is installed well on the page it runs in: a checklist over the page, for the shop's developer.
 * **Not here** the same from outside, with headers and several pages (`homebird doctor`, `#server/doctor`).
 * **Life of a look** asked for by the address, an attribute or a call → the overlay's code is loaded → every two seconds facts are
 * read from the page, the worker and public files → each check says what it found and what to change → drawn.
 * **Trust** it is opened by whoever writes the address, so it shows only what that person's own browser holds; it stores nothing,
 * sends nothing, and asks servers for public files alone. A copied report names no product unless asked to.
 */
export { debugging } from './debugging.ts';
export type { DebugParts } from './look.ts';
