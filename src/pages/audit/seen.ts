import { decodeCheckpoint, type TreeHead } from '#core/tlog';

/** A checkpoint that this browser verified before. */
export interface SeenCheckpoint extends TreeHead {
  /** When, ms since 1970. */
  readonly atMs: number;
}

/** One key a log: the page may be served by the shop's auditor origin or by a helper for several shops. */
function keyOf(origin: string): string {
  return `homebird-audit:${origin}`;
}

/** The checkpoint of the last visit; undefined the first time, or where the browser keeps nothing. */
export function lastSeen(origin: string): SeenCheckpoint | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(origin)) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('text' in kept) || !('atMs' in kept) || typeof kept.text !== 'string' || typeof kept.atMs !== 'number') return undefined;
    const checkpoint = decodeCheckpoint(kept.text);
    return checkpoint.ok && checkpoint.value.origin === origin ? { size: checkpoint.value.size, root: checkpoint.value.root, atMs: kept.atMs } : undefined;
  } catch {
    return undefined; // storage is off, or holds what was never ours
  }
}

/** Keeps a verified checkpoint for the next visit: a public text, the same for everyone, with the time of this look. */
export function keepSeen(origin: string, text: string, atMs: number): void {
  try {
    localStorage.setItem(keyOf(origin), JSON.stringify({ text, atMs }));
  } catch {
    // Storage is off or full: then the next visit starts anew, as the page says.
  }
}

/** Forgets it, so that the next audit takes the log as it finds it. */
export function forgetSeen(origin: string): void {
  try {
    localStorage.removeItem(keyOf(origin));
  } catch {
    // Nothing was kept.
  }
}
