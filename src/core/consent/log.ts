import { PURPOSES, type Purpose } from './purpose.ts';
import { CONSENT_TOOLS, type ConsentTool } from './tool-signal.ts';

/** Who made a change: the shopper in our own banner or panel, a script of the page by a call, or a consent tool of the shop. */
export type ConsentSpeaker = 'shopper' | 'page' | ConsentTool;

const SPEAKERS: readonly ConsentSpeaker[] = ['shopper', 'page', ...CONSENT_TOOLS];

/** One change of consent. Without `by` it is a refusal, of which only version and time are kept. */
export interface ConsentLogEntry {
  readonly version: number;
  readonly timeMs: number;
  readonly by?: ConsentSpeaker;
  readonly on: readonly Purpose[];
  readonly off: readonly Purpose[];
}

function purposesIn(value: unknown): readonly Purpose[] {
  return Array.isArray(value) ? PURPOSES.filter((purpose) => value.includes(purpose)) : [];
}

/** Reads a kept log; an entry that is none is left out. */
export function parseLog(value: unknown): readonly ConsentLogEntry[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((found: unknown) => {
    if (typeof found !== 'object' || found === null) return [];
    const { version, timeMs, by, on, off } = found as Readonly<Record<string, unknown>>;
    const speaker = SPEAKERS.find((each) => each === by);
    if (!Number.isSafeInteger(version) || !Number.isFinite(timeMs)) return [];
    return [{ version: version as number, timeMs: timeMs as number, ...(speaker && { by: speaker }), on: purposesIn(on), off: purposesIn(off) }];
  });
}
