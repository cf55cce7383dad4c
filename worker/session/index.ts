/**
 * **Knows** how the rooms of the worker make one session: what may happen under which consent, what waits for idle time,
 * what two tabs share.
 * **Not here** scoring (`#worker/recommender`), reports (`#worker/federation`), the browser (`worker/index`).
 * **Life of a session** 1. `start` loads the public catalogue; shelves show what is popular. 2. `local` opens the stores;
 * the next shelf knows the history, content and on-device scorers. 3. Idle: verified models of the last visit, the personal
 * head, then the leader's newest models. 4. With `federate`: train, report. 5. Withdrawal stops all of it; `erase` deletes
 * and bars every write that had already begun.
 * **Trust** the page is trusted no more than any script: events are parsed, grants asked at every use, faults are data.
 */
export type { SessionPorts } from './ports.ts';
export { createSession } from './session.ts';
