import { isTargeted, reachAt } from '#core/audience';
import { decodeAdCatalogue, decodeDelivery, type AdCatalogue, type Delivery } from '#core/campaigns';
import { FLOORS } from '#core/privacy';
import { fail, type ContentHash, type Fault, type Result } from '#core/units';
import type { AuditedAds, AuditedRound, AuditOptions, Notebook, PlacedEntry } from './check.ts';
import { readFile } from './read.ts';
import { sumsBefore } from './sums.ts';

/** What was read and recomputed of the log. */
interface Replayed {
  readonly entries: readonly PlacedEntry[];
  readonly rounds: readonly AuditedRound[];
}

const TITLE = 'Ads aimed at groups alone, counted again here';

const FOLDERS = { ads: 'ads', delivery: 'deliveries' } as const;
/** Files asked for before they are due: a delivery comes by the hour, and one after the other they would take a way there and back each. */
const FILES_AHEAD = 8;

/** The newest campaigns before a delivery. */
interface Catalogued {
  readonly hash: ContentHash;
  readonly catalogue: Result<AdCatalogue, Fault>;
}

/**
 * Holds each delivery in the log to the campaigns before it, and to the promise that no campaign is aimed at fewer than k devices:
 * that many must stand in its audience, beyond the noise, in sums that the log held by then.
 *
 * @returns what ads go by now; undefined where the log names none, or none that could be read
 */
export async function auditDeliveries(options: AuditOptions, { entries, rounds }: Replayed, notes: Notebook): Promise<AuditedAds | undefined> {
  if (options.withoutLeader !== undefined) {
    if (entries.some(({ entry }) => entry.type === 'delivery')) notes.note({ id: 'aimed', title: TITLE, ok: false, advisory: true, detail: `Not checked without the leader's files: ${options.withoutLeader}` });
    return undefined;
  }
  let campaigns: Catalogued | undefined;
  let newest: AuditedAds | undefined;
  let held = 0;
  const files = entries.flatMap(({ leaf, entry }) => (entry.type === 'ads' || entry.type === 'delivery' ? [{ leaf, ...entry, path: `/v1/${FOLDERS[entry.type]}/${entry.hash}` }] : []));
  for (const [i, { leaf, type, hash, path }] of files.entries()) {
    for (const next of files.slice(i + 1, i + 1 + FILES_AHEAD)) void options.load(next.path);
    if (type === 'ads') {
      campaigns = { hash, catalogue: await readFile(options, path, decodeAdCatalogue) };
      continue;
    }
    const delivery = await readFile(options, path, decodeDelivery);
    const wrong = wrongOf(leaf, campaigns, delivery, rounds);
    if (wrong === undefined) held += 1;
    else notes.note({ id: 'aimed', title: TITLE, ok: false, detail: `entry ${leaf}: ${wrong}` });
    if (delivery.ok && campaigns?.catalogue.ok) newest = { catalogue: campaigns.catalogue.value, delivery: delivery.value };
    await options.pause?.();
  }
  // One line for all that hold: a delivery comes by the hour, and a year of lines would hide the others.
  if (held > 0 && newest) notes.note({ id: 'aimed', title: TITLE, ok: true, detail: `${held === 1 ? '1 delivery' : `${held} deliveries`}; of the newest ${aimText(newest.delivery)}` });
  return newest;
}

function wrongOf(leaf: number, campaigns: Catalogued | undefined, delivery: Result<Delivery, Fault>, rounds: readonly AuditedRound[]): string | undefined {
  const catalogue = campaigns?.catalogue ?? fail('missing', 'no campaigns stand before it');
  if (!catalogue.ok) return catalogue.fault.message;
  if (!delivery.ok) return delivery.fault.message;
  const { ads, issuedMs, campaigns: served } = delivery.value;
  if (ads !== campaigns?.hash) return `it speaks of campaigns ${ads.slice(0, 12)}, the log's newest are ${campaigns?.hash.slice(0, 12)}`;
  const known = new Map(catalogue.value.campaigns.map((campaign) => [campaign.id, campaign]));
  const aimed = Object.entries(served).filter(([, { isTargeted: isAimed }]) => isAimed);
  if (aimed.length === 0) return undefined; // by far most of a small shop's: its sums need not be added up
  const reach = reachAt(sumsBefore(leaf, rounds), issuedMs);
  const [few] = aimed.flatMap(([id]) => {
    const campaign = known.get(id as Parameters<typeof known.get>[0]);
    return campaign && isTargeted(campaign.audience, reach, FLOORS.minBatch) ? [] : [id];
  });
  return few === undefined ? undefined : `“${few}” is aimed at an audience that no published sum shows to hold ${FLOORS.minBatch} devices`;
}

function aimText({ campaigns }: Delivery): string {
  const each = Object.values(campaigns);
  return `${each.filter(({ isTargeted: isAimed }) => isAimed).length} of ${each.length} campaigns aimed`;
}
