import type { AdWishes, InterestWish, PausedUntil } from '#core/contract';
import type { ShopEvent } from '#core/events';
import { isMovedOutMark } from '#core/privacy';
import { topicOf, type LedgerEntry } from '#core/protocol';

/** Which of two forms of one event stays: the shorter list, because lines only ever go by the shopper's wish; then what was looked at longer; then any, but the same whoever asks. */
function isBetter(a: ShopEvent, b: ShopEvent): boolean {
  if (a.items.length !== b.items.length) return a.items.length < b.items.length;
  const [dwellA, dwellB] = [a.dwellMs ?? 0, b.dwellMs ?? 0];
  if (dwellA !== dwellB) return dwellA > dwellB;
  const [scrollA, scrollB] = [a.scrollShare ?? 0, b.scrollShare ?? 0];
  if (scrollA !== scrollB) return scrollA > scrollB;
  return JSON.stringify(a) > JSON.stringify(b);
}

/**
 * Two histories as one: each event once, by its id, and none whose id is in `erased`. The order of the two makes no
 * difference, nor does merging again.
 *
 * @param erased - ids deleted on either device
 * @returns oldest first, then by id
 */
export function mergedEvents(own: readonly ShopEvent[], theirs: readonly ShopEvent[], erased: ReadonlySet<string>): readonly ShopEvent[] {
  const byId = new Map<string, ShopEvent>();
  for (const event of [...own, ...theirs]) {
    if (erased.has(event.id)) continue;
    const known = byId.get(event.id);
    if (!known || isBetter(event, known)) byId.set(event.id, event);
  }
  return [...byId.values()].sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1));
}

/** What a ledger gives away with a move: what was spent on which task and when, no bytes. What had not left will not. */
export function movedEntries(entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  return entries.filter((entry) => !isMovedOutMark(entry)).map(({ taskId, atMs, rho, state, reportId, ...more }) => ({
    ...topicOf(more), taskId, atMs, rho, state: state === 'acked' ? 'acked' : 'refused', reportId, body: new Uint8Array(0), url: '', isFromElsewhere: true,
    ...(state !== 'acked' && { refusal: 'moved' }),
  }));
}

/**
 * What `own` must become when it takes over `theirs`: the union of both by task, each at the later time and the larger ρ,
 * so that in no window less is spent than in either. What this device did itself keeps its bytes and its state.
 *
 * @returns only the entries that change or are new
 */
export function mergedLedger(own: readonly LedgerEntry[], theirs: readonly LedgerEntry[]): readonly LedgerEntry[] {
  const ownByTask = new Map(own.map((entry) => [entry.taskId, entry]));
  return theirs.flatMap((entry) => {
    const known = ownByTask.get(entry.taskId);
    if (!known) return [entry];
    const [rho, atMs] = [Math.max(known.rho, entry.rho), Math.max(known.atMs, entry.atMs)];
    return rho === known.rho && atMs === known.atMs ? [] : [{ ...known, rho, atMs }];
  });
}

/** What a shopper has steered. */
export interface Wished {
  readonly hiddenItems: readonly string[];
  readonly lessItems: readonly string[];
  readonly interestWishes: readonly InterestWish[];
  readonly adWishes: AdWishes;
}

/** Wishes of both devices: what is hidden or never wanted on one is so on both, and wins over less and pin. Lists in order of text. */
export function mergedWishes(own: Wished, theirs: Wished): Wished {
  const hidden = new Set([...own.hiddenItems, ...theirs.hiddenItems]);
  const less = new Set([...own.lessItems, ...theirs.lessItems].filter((id) => !hidden.has(id)));
  const byName = new Map<string, InterestWish>();
  for (const wish of [...own.interestWishes, ...theirs.interestWishes]) {
    const key = `${wish.kind} ${wish.name}`;
    if (byName.get(key)?.wish !== 'never') byName.set(key, wish);
  }
  const union = (list: keyof AdWishes): readonly string[] => [...new Set([...own.adWishes[list], ...theirs.adWishes[list]])].sort();
  return {
    hiddenItems: [...hidden].sort(), lessItems: [...less].sort(), interestWishes: [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, wish]) => wish),
    adWishes: { hidden: union('hidden'), disliked: union('disliked') },
  };
}

/** A device's secret for ads, and the log that says since when it has met any. */
export interface AdSecretOf {
  readonly adSecret: string | null;
  readonly events: readonly Pick<ShopEvent, 'type' | 'atMs'>[];
}

/** One secret for ads of two: that of the device which met ads first, because what it met belongs to its arms of experiments. The order of the two makes no difference, nor does merging again. */
export function mergedAdSecret(own: AdSecretOf, theirs: AdSecretOf): string | null {
  if (own.adSecret === null || theirs.adSecret === null) return own.adSecret ?? theirs.adSecret;
  const since = ({ events }: AdSecretOf): number => events.reduce((least, { type, atMs }) => (type.startsWith('ad_') ? Math.min(least, atMs) : least), Infinity);
  const [ownMs, theirsMs] = [since(own), since(theirs)];
  if (ownMs !== theirsMs) return ownMs < theirsMs ? own.adSecret : theirs.adSecret;
  return own.adSecret < theirs.adSecret ? own.adSecret : theirs.adSecret;
}

/** The longer of two pauses: what she stopped on one device does not start again by moving. */
export function mergedPause(own: PausedUntil, theirs: PausedUntil): PausedUntil {
  if (own === 'resumed' || theirs === 'resumed') return 'resumed';
  return own === null || theirs === null ? (own ?? theirs) : Math.max(own, theirs);
}
