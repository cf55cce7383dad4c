/**
 * **Knows** how the rooms of the worker make one session: what may happen under which consent, what waits for idle time,
 * what two tabs share.
 * **Not here** scoring (`#worker/recommender`), reports (`#worker/federation`), the browser (`worker/index`).
 * **Life of a session** 1. `start` loads the public catalogue; shelves show what is popular. 2. `local` opens the stores;
 * the next shelf knows the history, content and on-device scorers; models, head and table of the last visit are taken up.
 * 3. Idle, in a part of its own: the leader's newest models, tables, the personal head. 4. With `federate`, in another:
 * train, report. 5. Withdrawal stops all of it; `erase` deletes and bars every write that had already begun.
 * **Trust** the page is trusted no more than any script: events are parsed, grants asked at every use, faults are data.
 */
export { chancesOf } from './ad-chances.ts';
export { adLessonsOf } from './ad-lessons.ts';
export { filledTexts } from './ad-texts.ts';
export { audienceNow, type AudienceNow } from './audience.ts';
export { countersOf } from './counting.ts';
export { createLiveRanks } from './live-ranks.ts';
export type { Sending, SessionPorts } from './ports.ts';
export { createSession } from './session.ts';
