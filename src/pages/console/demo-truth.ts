/** By `campaign/creative/count`; values in cents. */
type Counts = Readonly<Record<string, number>>;

/** The devices whose reports one round counted. */
interface RoundTruth {
  readonly reports: number;
  /** What happened on them. */
  readonly counts: Counts;
  /** What their reports held of it before any noise: no more than fits, in whole steps. */
  readonly told: Counts;
}

/** The ground truth of a demonstration's ads. */
export interface Truth {
  /** Closed rounds of ads. */
  readonly rounds: readonly RoundTruth[];
  /** True chances of a click, of all ads that were seen and of a choice at random in their places; undefined where none was. */
  readonly clickRates: { readonly chosen: number; readonly atRandom: number } | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsIn = (json: unknown): Fields => (typeof json === 'object' && json !== null ? (json as Fields) : {});
const listIn = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.map(fieldsIn) : []);
const numberIn = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);

const countsIn = (value: unknown): Counts => Object.fromEntries(Object.entries(fieldsIn(value)).map(([name, count]) => [name, numberIn(count) ?? 0]));

/** Reads `/demo/truth.json`; undefined where the deployment is no demonstration. */
export function parseTruth(json: unknown): Truth | undefined {
  const { simulated, rounds, weeks } = fieldsIn(json);
  if (simulated !== true) return undefined;
  return {
    rounds: listIn(rounds).filter(({ round, subject }) => subject === 'ads' && numberIn(round) !== undefined).map(({ reports, counts, told }) => ({ reports: numberIn(reports) ?? 0, counts: countsIn(counts), told: countsIn(told) })),
    clickRates: clickRatesIn(listIn(weeks)),
  };
}

/** Rates of all weeks together: one week may hold a handful of ads. */
function clickRatesIn(weeks: readonly Fields[]): Truth['clickRates'] {
  const seenIn = ({ seen }: Fields): number => numberIn(seen) ?? 0;
  const all = weeks.reduce((sum, week) => sum + seenIn(week), 0);
  const mean = (name: 'clickRate' | 'clickRateAtRandom'): number => weeks.reduce((sum, week) => sum + seenIn(week) * (numberIn(week[name]) ?? 0), 0) / all;
  return all > 0 ? { chosen: mean('clickRate'), atRandom: mean('clickRateAtRandom') } : undefined;
}

/** What all creatives of a campaign together came to, and how much of it reports held. */
export function truthOf({ rounds }: Truth, campaign: string, what: string): { readonly happened: number; readonly told: number } {
  const total = (of: 'counts' | 'told'): number => rounds.reduce((sum, round) => sum + Object.entries(round[of]).reduce((all, [name, count]) => all + (name.startsWith(`${campaign}/`) && name.endsWith(`/${what}`) ? count : 0), 0), 0);
  return { happened: total('counts'), told: total('told') };
}
