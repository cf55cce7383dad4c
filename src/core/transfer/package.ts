import { FACT_NAMES, type AdWishes, type InterestWish, type PausedUntil } from '#core/contract';
import { AD_FIELDS, parseEvent, type ShopEvent } from '#core/events';
import type { Subject } from '#core/measurement';
import { MODEL_KINDS, REPORT_ID_PATTERN, topicOf, type EntryTopic, type LedgerEntry, type TaskId } from '#core/protocol';
import { fail, HASH_PATTERN, ok, type Fault, type Result } from '#core/units';
import type { Wished } from './merge.ts';

/** Counts up when a field changes its meaning or goes. */
const VERSION = 1;
/** Most events of a package: four times what a device keeps. */
const MAX_EVENTS = 20_000;
/** Most ids of a list: a shopper steers and deletes by hand. */
const MAX_IDS = 20_000;
/** Most ledger entries: ten a day for a year and more. */
const MAX_ENTRIES = 4_000;
/** Longest id or name. */
const MAX_NAME = 200;

/** What moves with a shopper from one device to another; what is computed from it is computed again there. */
export interface MovePackage extends Wished {
  readonly shop: string;
  readonly packedAtMs: number;
  readonly events: readonly ShopEvent[];
  /** Ids of events that she deleted, so that they do not come back. */
  readonly erasedEvents: readonly string[];
  readonly pausedUntilMs: PausedUntil;
  /** As `SettingValues.adSecret`; null where ads were never asked for. */
  readonly adSecret: string | null;
  /** As `movedEntries` gives them. */
  readonly entries: readonly LedgerEntry[];
}

/** Why an opened package is not taken. */
export type PackageFault = Fault<'damaged' | 'newer-version' | 'other-shop'>;

/** A package as JSON text. Entries are written without their bytes, which they do not have. */
export function packageText({ entries, ...more }: MovePackage): string {
  return JSON.stringify({ version: VERSION, ...more, entries: entries.map(({ taskId, atMs, rho, state, reportId, ...more }) => ({ taskId, ...topicOf(more), atMs, rho, isAcked: state === 'acked', reportId })) });
}

/** A package from text that was sealed under the shopper's passphrase; every field is checked all the same. */
export function parsePackage(text: string, shop: string): Result<MovePackage, PackageFault> {
  const fields = fieldsOf(jsonOf(text));
  const damaged = (what: string) => fail('damaged', `Cannot take this over: ${what} cannot be read`);
  if (!fields) return damaged('it');
  if (typeof fields['version'] === 'number' && fields['version'] > VERSION) return fail('newer-version', `Cannot take over version ${fields['version']}: this is version ${VERSION}`);
  if (fields['version'] !== VERSION) return damaged('its version');
  if (fields['shop'] !== shop) return fail('other-shop', 'Cannot take this over: it belongs to another shop');
  const { packedAtMs, pausedUntilMs } = fields;
  if (!isTime(packedAtMs) || !(pausedUntilMs === null || pausedUntilMs === 'resumed' || isTime(pausedUntilMs))) return damaged('a time');
  const events = listOf(fields['events'], MAX_EVENTS, (each) => {
    const event = parseEvent(each, AD_FIELDS);
    return event.ok ? event.value : undefined;
  });
  const ids = (key: string): readonly string[] | undefined => listOf(fields[key], MAX_IDS, (id) => (isName(id) ? id : undefined));
  const [erasedEvents, hiddenItems, lessItems] = [ids('erasedEvents'), ids('hiddenItems'), ids('lessItems')];
  const interestWishes = listOf(fields['interestWishes'], MAX_IDS, wishOf);
  const [adWishes, adSecret] = [adWishesOf(fields['adWishes']), fields['adSecret'] ?? null];
  const entries = listOf(fields['entries'], MAX_ENTRIES, entryOf);
  if (!events) return damaged('its history');
  if (!erasedEvents || !hiddenItems || !lessItems || !interestWishes || !adWishes || !(adSecret === null || isAdSecret(adSecret))) return damaged('what was steered');
  if (!entries) return damaged('its ledger');
  return ok({ shop, packedAtMs, pausedUntilMs, events, erasedEvents, hiddenItems, lessItems, interestWishes, adWishes, adSecret, entries });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : undefined;
}

/** All of a list, or undefined where it is none, too long, or holds one thing that cannot be read. */
function listOf<Value>(value: unknown, most: number, read: (each: unknown) => Value | undefined): readonly Value[] | undefined {
  if (!Array.isArray(value) || value.length > most) return undefined;
  const values = value.map(read);
  return values.every((each) => each !== undefined) ? values : undefined;
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_NAME;
}

function wishOf(value: unknown): InterestWish | undefined {
  const { kind, name, wish } = fieldsOf(value) ?? {};
  const isFact = kind === 'fact' && FACT_NAMES.some((fact) => fact === name) && wish === 'never';
  const isTaste = (kind === 'category' || kind === 'brand') && (wish === 'pin' || wish === 'never');
  return (isFact || isTaste) && isName(name) ? { kind, name, wish } : undefined;
}

/** Packages of before there were ads have none. */
function adWishesOf(value: unknown): AdWishes | undefined {
  const fields = value === undefined ? { hidden: [], disliked: [] } : fieldsOf(value);
  const names = (list: unknown): readonly string[] | undefined => listOf(list, MAX_IDS, (name) => (isName(name) ? name : undefined));
  const [hidden, disliked] = [names(fields?.['hidden']), names(fields?.['disliked'])];
  return hidden && disliked && { hidden, disliked };
}

function isAdSecret(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{32}$/.test(value);
}

function isHash(value: unknown): value is string {
  return typeof value === 'string' && HASH_PATTERN.test(value);
}

function topicIn({ kind, subject, layout, model, block, baseModel }: Readonly<Record<string, unknown>>): EntryTopic | undefined {
  // A subject that only the other device knows is kept as it is: its cost counts here too.
  if (kind === 'measure') return isName(subject) && isHash(layout) ? { kind, subject: subject as Subject, layout } : undefined;
  const known = MODEL_KINDS.find((each) => each === model);
  return kind === undefined && known && isTime(block) && isHash(baseModel) ? { model: known, block, baseModel } : undefined;
}

function entryOf(value: unknown): LedgerEntry | undefined {
  const { taskId, atMs, rho, isAcked, reportId, ...more } = fieldsOf(value) ?? {};
  const topic = topicIn(more);
  if (!isHash(taskId) || !topic) return undefined;
  if (!isTime(atMs) || typeof rho !== 'number' || !(rho >= 0 && rho < Infinity) || typeof isAcked !== 'boolean') return undefined;
  if (typeof reportId !== 'string' || !(reportId === '' || REPORT_ID_PATTERN.test(reportId))) return undefined;
  return {
    ...topic, taskId: taskId as TaskId, atMs, rho, reportId, state: isAcked ? 'acked' : 'refused', body: new Uint8Array(0), url: '', isFromElsewhere: true,
    ...(!isAcked && { refusal: 'moved' }),
  };
}
