import { writeFileSync } from 'node:fs';
import { figuresOf, pacingSvg, runMarket, runSessionHead, type MarketOptions, type MarketResult } from '#bench/market';
import { figure, type Figure } from './figure.ts';

/** Two weeks in which rates are learnt, then a week that is judged. */
const DAYS = { warmUpDays: 14, days: 7 } as const;
/** What is promised: end-of-day spend error and overspend (RECOMMENDER.md §5). */
const [MOST_ERROR, MOST_OVERSPEND] = [0.02, 0.01];

type Case = Pick<MarketOptions, 'devices' | 'pacing' | 'tasks'> & { readonly seeds: readonly number[] };
const CASES: readonly Case[] = [
  { devices: 10_000, pacing: 'none', tasks: 24, seeds: [1] },
  { devices: 10_000, pacing: 'exact', tasks: 24, seeds: [1] },
  { devices: 10_000, pacing: 'private', tasks: 24, seeds: [1, 2, 3] },
  { devices: 10_000, pacing: 'private', tasks: 4, seeds: [1, 2, 3] },
  { devices: 10_000, pacing: 'private', tasks: 1, seeds: [1, 2, 3] },
  { devices: 30_000, pacing: 'private', tasks: 24, seeds: [1, 2] },
  { devices: 30_000, pacing: 'private', tasks: 4, seeds: [1, 2] },
  { devices: 100_000, pacing: 'private', tasks: 24, seeds: [1] },
];

/** Spend error and overspend of the simulated market, and the session head; writes the picture of a day of 10,000 devices to `svg`. */
export function measureMarket(svg?: string): readonly Figure[] {
  const runs = CASES.map(({ seeds, ...options }) => ({ options, results: seeds.map((seed) => runMarket({ ...options, ...DAYS, seed })) }));
  if (svg !== undefined) {
    const shown = ([['private', 4], ['exact', 24], ['none', 24]] as const).flatMap(([pacing, tasks]) => runs.find(({ options }) => options.devices === 10_000 && options.pacing === pacing && options.tasks === tasks)?.results[0] ?? []);
    writeFileSync(svg, pacingSvg(shown, 'A day of 10,000 devices'));
  }
  return [...runs.flatMap(({ options, results }) => marketFigures(options, results)), ...sessionFigures()];
}

function marketFigures({ devices, pacing, tasks }: Omit<Case, 'seeds'>, results: readonly MarketResult[]): readonly Figure[] {
  const lane = pacing === 'private' ? `noised, ${tasks} task${tasks === 1 ? '' : 's'} a day` : pacing === 'exact' ? 'every ad seen by the server' : 'no pacing, stopped by the hour';
  return (['view', 'click'] as const).flatMap((charged) => {
    const all = results.map((result) => figuresOf(result, charged));
    const mean = (of: (one: (typeof all)[number]) => number): number => all.reduce((sum, one) => sum + of(one), 0) / all.length;
    const how = `${devices} devices, ${lane}, 3 campaigns paid by ${charged}, ${results.length} × ${DAYS.days} days, ${Math.round(results[0]?.reports ?? 0)} reports a day, mean bias ${mean(({ bias }) => bias).toFixed(3)}; the baseline is the target`;
    return [figure('spend-error', 'share', mean(({ error }) => error), MOST_ERROR, how), figure('overspend', 'share', mean(({ overspend }) => overspend), MOST_OVERSPEND, how)];
  });
}

function sessionFigures(): readonly Figure[] {
  const { parameters, head, myopic, fromRunning, fromEven } = runSessionHead(1);
  const told = ({ low, high, effective, verdict }: typeof fromEven): string => `95 % ${low.toFixed(1)} to ${high.toFixed(1)} on ${Math.round(effective)} effective sessions: ${verdict}`;
  return [figure('session-head', 'effect', head, myopic, `cents a session, ${parameters} parameters; the baseline looks at one page; gate from the running policy's log ${told(fromRunning)}; from evenly exploring sessions ${told(fromEven)}`)];
}
