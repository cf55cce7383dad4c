import type { PublishedSum } from '#core/measurement';
import { basePrices, decodeOfferSet, decodePriceFile, encodePriceFile, isPriced, keepsPrices, pricesAfter, type OfferSet, type PricedSet, type PriceFile } from '#core/offers';
import { contentHash, fail, ok, type ContentHash, type Fault, type Result } from '#core/units';
import type { AuditedRound, AuditOptions, Notebook, PlacedEntry } from './check.ts';
import { readFile } from './read.ts';
import { sumsBefore } from './sums.ts';

/** What the log held before a file of prices. */
interface Standing {
  /** The newest offers; undefined before the first, and where their file cannot be read. */
  readonly offers: { readonly set: OfferSet; readonly hash: ContentHash } | undefined;
  /** The file whose prices go on; undefined where they begin at the base. */
  readonly before: PriceFile | undefined;
  /** Whether the gate put these bands back to their base: then nothing follows. */
  readonly isStopped: boolean;
}

/** What was read and recomputed of the log. */
interface Replayed {
  readonly entries: readonly PlacedEntry[];
  readonly rounds: readonly AuditedRound[];
}

const TITLE = 'Prices in the log, recomputed here';

/**
 * Makes each file of prices in the log again: from the offers and the file before it, and from the sums of rounds that the log
 * held by then, which is what its leader had. Every byte must agree.
 */
export async function auditPrices(options: AuditOptions, { entries, rounds }: Replayed, notes: Notebook): Promise<void> {
  if (options.withoutLeader !== undefined) {
    if (entries.some(({ entry }) => entry.type === 'prices')) notes.note({ id: 'prices', title: TITLE, ok: false, advisory: true, detail: `Not checked without the leader's files: ${options.withoutLeader}` });
    return;
  }
  let standing: Standing = { offers: undefined, before: undefined, isStopped: false };
  for (const { leaf, entry } of entries) {
    if (entry.type === 'offers') standing = await afterOffers(options, entry.hash, standing);
    if (entry.type !== 'prices') continue;
    const published = await readFile(options, `/v1/prices/${entry.hash}`, decodePriceFile);
    const remade = published.ok ? remake(standing, published.value.fromMs, sumsBefore(leaf, rounds)) : published;
    const wrong = remade.ok ? (contentHash(encodePriceFile(remade.value.file)) === entry.hash ? undefined : differenceOf(remade.value.file, published)) : remade.fault.message;
    notes.note({ id: 'prices', title: TITLE, ok: wrong === undefined, detail: `entry ${leaf}: ${wrong ?? (remade.ok ? remade.value.from : '')}` });
    if (published.ok) standing = { ...standing, before: published.value, isStopped: standing.isStopped || (remade.ok && remade.value.isStopped) };
    await options.pause?.();
  }
}

async function afterOffers(options: AuditOptions, hash: ContentHash, { offers, before, isStopped }: Standing): Promise<Standing> {
  const set = await readFile(options, `/v1/offers/${hash}`, decodeOfferSet);
  if (!set.ok) return { offers: undefined, before: undefined, isStopped: false };
  const goesOn = offers !== undefined && keepsPrices(offers.set, set.value);
  return { offers: { set: set.value, hash }, before: goesOn ? before : undefined, isStopped: goesOn && isStopped };
}

/** A file of prices as it must be. */
interface Remade {
  readonly file: PriceFile;
  readonly isStopped: boolean;
  /** What it was made from, for the report. */
  readonly from: string;
}

/** @param fromMs - when the published file says that it was made */
function remake({ offers, before, isStopped }: Standing, fromMs: number, sums: readonly PublishedSum[]): Result<Remade, Fault> {
  if (!offers || !isPriced(offers.set)) return fail('mismatch', 'no offers with bands that can be read stand before these prices');
  if (isStopped) return fail('mismatch', 'prices follow although the gate had put these bands back to their base');
  try {
    return remakeFor({ set: offers.set, offers: offers.hash, nowMs: fromMs }, before, sums);
  } catch (error) {
    if (error instanceof RangeError) return fail('mismatch', error.message); // the audited party's bands may be anything: here they are a broken promise, and no bug
    throw error;
  }
}

function remakeFor(priced: PricedSet, before: PriceFile | undefined, sums: readonly PublishedSum[]): Result<Remade, Fault> {
  if (!before) return ok({ file: basePrices(priced), isStopped: false, from: 'every price at its base' });
  const { dayMs } = priced.set.pricing;
  const next = pricesAfter(priced, before, sums);
  if (!next) return fail('mismatch', 'nothing that was published by then moves a price');
  return ok(next.gap ? { file: next.file, isStopped: true, from: 'back to the base, since two groups met raised prices unlike' } : { file: next.file, isStopped: false, from: `from sum ${next.file.measured?.slice(0, 12)}, as published${dayMs === undefined ? '' : `, in days of ${dayMs / 1000} s`}` });
}

/** The first price that differs, or that something else does. */
function differenceOf({ cents }: PriceFile, published: Result<PriceFile, Fault>): string {
  const found = published.ok ? published.value.cents : {};
  for (const [itemId, parts] of Object.entries<Readonly<Record<string, number>>>(cents)) {
    const theirs: Readonly<Record<string, number>> = Object.hasOwn(found, itemId) ? found[itemId as keyof typeof found] ?? {} : {};
    const part = Object.keys(parts).find((name) => parts[name] !== theirs[name]);
    if (part !== undefined) return `${itemId}, ${part}: ${theirs[part] ?? 'no'} cents published, ${parts[part]} recomputed`;
  }
  return 'the prices agree, and what the next are made from does not';
}
