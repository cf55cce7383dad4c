import { seededRandomness } from '#bench/lanes';
import { armMoments, countExperiment, effectOf, experimentLayout, qiniOf, ratioOf } from '#core/experiment';
import { exactMoments, totalsOf, type Estimate, type Moments } from '#core/measurement';
import { seededChance, shuffled } from '#core/units';
import { release } from './noise.ts';
import { readRows } from './read.ts';

/** One figure of the experiment, from exact sums and from those that two servers release. */
export interface UpliftRow {
  readonly figure: string;
  readonly central: Pick<Estimate, 'value' | 'low' | 'high'>;
  readonly noised: Pick<Estimate, 'value' | 'low' | 'high'>;
  readonly note: string;
}

/** A customer of the e-mail experiment. */
interface Customer {
  readonly isMailed: boolean;
  readonly visit: number;
  readonly spendCents: number;
  /** Spent in the year before, cents. */
  readonly historyCents: number;
  readonly cell: string;
}

/** Purchases above it count as this much: 0.3 % of customers of the file spent more, and noise is scaled to the largest value. */
const MOST_CENTS = 20_000;
/** The same for what was known before. */
const MOST_HISTORY_CENTS = 100_000;
/** Assumed cost of one e-mail, cents: the file has none. */
const MAIL_CENTS = 10;
const BINS = 5;
/** Prior customers without effect in a cell of the uplift table: small cells must not lead the ranking. */
const PRIOR_CUSTOMERS = 200;

/** Kevin Hillstrom's e-mail experiment: any e-mail against none; undefined without the data. */
export function hillstromRows(path: string): readonly UpliftRow[] | undefined {
  const customers = readRows(path)?.map((row): Customer => ({
    isMailed: row['segment'] !== 'No E-Mail', visit: Number(row['visit']), spendCents: Math.round(100 * Number(row['spend'])), historyCents: Math.round(100 * Number(row['history'])),
    cell: `${row['womens']}${row['mens']}${row['newbie']}${row['channel']}`,
  }));
  if (!customers) return undefined;
  const visit = (one: Customer): number => one.visit;
  const spend = (one: Customer): number => Math.min(1, one.spendCents / MOST_CENTS);
  const [visits, spends] = [lanesOf(customers, visit), lanesOf(customers, spend)];
  const effects = [visits, spends].map(({ central, noised }) => ({ central: effectOf(central.mailed, central.held), noised: effectOf(noised.mailed, noised.held) }));
  const [visitEffect, spendEffect] = effects;
  if (!visitEffect || !spendEffect) return undefined;
  const times = ({ value, stdError, low, high }: Estimate, factor: number): Estimate => ({ value: factor * value, stdError: factor * stdError, low: factor * low, high: factor * high });
  const perMail = { value: MAIL_CENTS, stdError: 0 };
  const share = (drop: number): string => `${(100 * drop).toFixed(2)} %`;
  return [
    { figure: 'visits a customer', central: visitEffect.central.plain, noised: visitEffect.noised.plain, note: `${customers.length} customers, one report each` },
    { figure: 'visits, CUPED', central: visitEffect.central.adjusted, noised: visitEffect.noised.adjusted, note: `by spend of the year before: variance drop ${share(visitEffect.central.varianceDrop)} central, ${share(visitEffect.noised.varianceDrop)} noised` },
    { figure: 'spend a customer, cents', central: times(spendEffect.central.plain, MOST_CENTS), noised: times(spendEffect.noised.plain, MOST_CENTS), note: `counted to ${MOST_CENTS / 100} at most` },
    { figure: 'spend, CUPED, cents', central: times(spendEffect.central.adjusted, MOST_CENTS), noised: times(spendEffect.noised.adjusted, MOST_CENTS), note: `variance drop ${share(spendEffect.central.varianceDrop)} central, ${share(spendEffect.noised.varianceDrop)} noised` },
    { figure: 'iROAS', central: ratioOf(times(spendEffect.central.plain, MOST_CENTS), perMail), noised: ratioOf(times(spendEffect.noised.plain, MOST_CENTS), perMail), note: `at an assumed ${MAIL_CENTS} cents a mail` },
    qiniRow(customers),
  ];
}

interface Lanes {
  readonly central: { readonly mailed: Moments; readonly held: Moments };
  readonly noised: { readonly mailed: Moments; readonly held: Moments };
}

const ARMS = [{ name: 'mailed', thousandths: 667 }, { name: 'held', thousandths: 333 }] as const;

/** Sums of both arms, exact and as released; `segmentOf` splits them further. */
function sumsOf(customers: readonly Customer[], outcome: (one: Customer) => number, segments: readonly string[], segmentOf: (one: Customer) => string): (arm: string, segment: string) => { readonly central: Moments; readonly noised: Moments } {
  const { layout, bound } = experimentLayout([{ id: 'mail', arms: ARMS }], segments);
  const chance = seededChance(5);
  const sums = new Float64Array(layout.cells.length);
  for (const one of customers) {
    const before = Math.min(1, one.historyCents / MOST_HISTORY_CENTS);
    const observation = { experiment: 'mail', arm: one.isMailed ? 'mailed' : 'held', segment: segmentOf(one), outcome: outcome(one), before };
    countExperiment(layout, [observation], chance).forEach((entry, at) => { sums[at] = (sums[at] ?? 0) + entry; });
  }
  const { sums: sum, noiseVariance } = release(sums, bound, seededRandomness(6));
  const totals = totalsOf([{ layout, sum, noiseVariance, reports: customers.length, closedMs: 0 }]);
  return (arm, segment) => {
    const there = customers.filter((one) => one.isMailed === (arm === 'mailed') && segmentOf(one) === segment);
    return {
      central: exactMoments(there.map(outcome), there.map(({ historyCents }) => Math.min(1, historyCents / MOST_HISTORY_CENTS))),
      noised: armMoments(totals, { experiment: 'mail', arm, segment }),
    };
  };
}

function lanesOf(customers: readonly Customer[], outcome: (one: Customer) => number): Lanes {
  const read = sumsOf(customers, outcome, ['all'], () => 'all');
  const [mailed, held] = [read('mailed', 'all'), read('held', 'all')];
  return { central: { mailed: mailed.central, held: held.central }, noised: { mailed: mailed.noised, held: held.noised } };
}

/** Qini of visits by a table of effects, fitted on one half of the customers and judged on the other. */
function qiniRow(customers: readonly Customer[]): UpliftRow {
  const mixed = shuffled(customers, seededChance(7));
  const [fitted, asked] = [mixed.slice(0, mixed.length / 2), mixed.slice(mixed.length / 2)];
  const uplift = upliftTable(fitted);
  const ranked = [...asked].sort((a, b) => uplift(b.cell) - uplift(a.cell));
  const binOf = new Map(ranked.map((one, place) => [one, `q${Math.floor((place * BINS) / ranked.length)}`]));
  const names = Array.from({ length: BINS }, (_, bin) => `q${bin}`);
  const read = sumsOf(asked, ({ visit }) => visit, names, (one) => binOf.get(one) ?? 'q0');
  const qini = (lane: 'central' | 'noised'): Estimate => qiniOf(names.map((name) => ({ treated: read('mailed', name)[lane], control: read('held', name)[lane] }))).coefficient;
  return { figure: `Qini coefficient, ${BINS} bins`, central: qini('central'), noised: qini('noised'), note: `visits a customer; ${asked.length} customers, table of bought before × channel × newbie fitted on the others` };
}

function upliftTable(customers: readonly Customer[]): (cell: string) => number {
  const counts = new Map<string, { mailed: number; mailedVisits: number; held: number; heldVisits: number }>();
  for (const { cell, isMailed, visit } of customers) {
    const count = counts.get(cell) ?? { mailed: 0, mailedVisits: 0, held: 0, heldVisits: 0 };
    if (isMailed) [count.mailed, count.mailedVisits] = [count.mailed + 1, count.mailedVisits + visit];
    else [count.held, count.heldVisits] = [count.held + 1, count.heldVisits + visit];
    counts.set(cell, count);
  }
  const effect = ({ mailed, mailedVisits, held, heldVisits }: { mailed: number; mailedVisits: number; held: number; heldVisits: number }): number => mailedVisits / Math.max(1, mailed) - heldVisits / Math.max(1, held);
  const all = [...counts.values()].reduce((sum, one) => ({ mailed: sum.mailed + one.mailed, mailedVisits: sum.mailedVisits + one.mailedVisits, held: sum.held + one.held, heldVisits: sum.heldVisits + one.heldVisits }), { mailed: 0, mailedVisits: 0, held: 0, heldVisits: 0 });
  return (cell) => {
    const count = counts.get(cell);
    const size = count ? count.mailed + count.held : 0;
    return ((count ? effect(count) : 0) * size + effect(all) * PRIOR_CUSTOMERS) / (size + PRIOR_CUSTOMERS);
  };
}
