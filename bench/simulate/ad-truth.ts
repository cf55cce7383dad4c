import { conversionsOf } from '#core/ads';
import type { Campaign } from '#core/campaigns';
import type { ItemId } from '#core/catalogue';
import type { ShopEvent } from '#core/events';
import type { Subject } from '#core/measurement';
import type { TaskId } from '#core/protocol';

/** What happened with ads, by name as `campaign/creative/clicks`; values in cents, all else in events. */
export type AdCounts = Readonly<Record<string, number>>;

/** How well the ads of a week were chosen. */
export interface AdWeek {
  readonly seen: number;
  readonly clicks: number;
  /** True chances of a click, added up over the ads that were seen: of what was chosen … */
  readonly chosen: number;
  /** … and, beside it, the mean over all creatives of its tier that fit the place: what a choice at random would have had. */
  readonly random: number;
}

/** One thing that happened, as the simulated shopper did it. */
interface Act {
  readonly campaignId: string;
  readonly creativeId: string;
  readonly what: 'impressions' | 'viewables' | 'clicks' | 'conversions' | 'value' | 'viewthroughs';
  readonly amount: number;
  readonly atMs: number;
}

/** What really happened on one device in its running week: counted where it happened, by nothing that counts for a report. */
export interface AdTally {
  add(act: Act): void;
  /** Adds what purchases of the week are credited to. The rule is the shop's own (`conversionsOf`); nobody knows another truth of it. */
  credit(events: readonly ShopEvent[], campaigns: readonly Campaign[], categoriesOf: (itemId: ItemId) => readonly string[]): void;
  /** Everything after `sinceMs`. */
  since(sinceMs: number): AdCounts;
  /** A new week: what was tallied is over. */
  clear(): void;
}

/** An empty tally. */
export function adTally(): AdTally {
  let acts: Act[] = [];
  return {
    add: (act) => void acts.push(act),
    credit(events, campaigns, categoriesOf) {
      for (const { campaignId, creativeId, touch, atMs, valueCents } of conversionsOf(events, campaigns, categoriesOf)) {
        const by = { campaignId, creativeId, atMs };
        if (touch === 'view') acts.push({ ...by, what: 'viewthroughs', amount: 1 });
        else acts.push({ ...by, what: 'conversions', amount: 1 }, { ...by, what: 'value', amount: valueCents });
      }
    },
    since(sinceMs) {
      const counts: Record<string, number> = {};
      for (const { campaignId, creativeId, what, amount, atMs } of acts) {
        if (atMs <= sinceMs) continue;
        const name = `${campaignId}/${creativeId}/${what}`;
        counts[name] = (counts[name] ?? 0) + amount;
      }
      return counts;
    },
    clear() {
      acts = [];
    },
  };
}

function addCounts(all: readonly AdCounts[]): AdCounts {
  const sum: Record<string, number> = {};
  for (const counts of all) for (const [name, amount] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + amount;
  return sum;
}

/** What really happened and what was told of it, of simulated shoppers and labelled so: added to what was said before. */
export type TruthLine =
  /** Of the reports to one measurement that were taken: what they told before any noise, by cell and in its unit; and, of ads, what their devices really did. */
  | { readonly kind: 'told'; readonly task: TaskId; readonly subject: Subject; readonly reports: number; readonly told: AdCounts; readonly counts: AdCounts }
  /** Of one simulated week of as many devices, whether they reported or not. */
  | ({ readonly kind: 'ads-lived'; readonly week: number; readonly devices: number; readonly counts: AdCounts } & AdWeek);

/** The truth, gathered from all devices of a process until it is said. */
export interface Truth {
  lived(week: number, quality: AdWeek, counts: AdCounts): void;
  told(task: TaskId, subject: Subject, of: { readonly told: AdCounts; readonly counts: AdCounts }): void;
  /** What was gathered since the last call. */
  taken(): readonly TruthLine[];
}

/** Nothing gathered yet. */
export function gatheredTruth(): Truth {
  let lines: TruthLine[] = [];
  return {
    lived: (week, quality, counts) => void lines.push({ kind: 'ads-lived', week, devices: 1, counts, ...quality }),
    told: (task, subject, of) => void lines.push({ kind: 'told', task, subject, reports: 1, ...of }),
    taken() {
      const now = lines;
      lines = [];
      return [...byKey(now, 'ads-lived', ({ week }) => week).map((own) => own.reduce(addLived)), ...byKey(now, 'told', ({ task }) => task).map((own) => own.reduce(addTold))];
    },
  };
}

type Line<Kind extends TruthLine['kind']> = Extract<TruthLine, { readonly kind: Kind }>;

function byKey<Kind extends TruthLine['kind']>(lines: readonly TruthLine[], kind: Kind, keyOf: (line: Line<Kind>) => unknown): Line<Kind>[][] {
  const groups = new Map<unknown, Line<Kind>[]>();
  for (const line of lines.filter((one): one is Line<Kind> => one.kind === kind)) groups.set(keyOf(line), [...(groups.get(keyOf(line)) ?? []), line]);
  return [...groups.values()];
}

const addLived = (a: Line<'ads-lived'>, b: Line<'ads-lived'>): Line<'ads-lived'> =>
  ({ ...a, devices: a.devices + b.devices, counts: addCounts([a.counts, b.counts]), seen: a.seen + b.seen, clicks: a.clicks + b.clicks, chosen: a.chosen + b.chosen, random: a.random + b.random });
const addTold = (a: Line<'told'>, b: Line<'told'>): Line<'told'> =>
  ({ ...a, reports: a.reports + b.reports, counts: addCounts([a.counts, b.counts]), told: addCounts([a.told, b.told]) });
