/**
 * **Knows** how fast and how large the product is, each figure beside a baseline of the same run.
 * **Not here** quality (`#bench/evaluate`); limits that must never break (`tests/house`).
 * **Trust** measures only; nothing here is shipped.
 */
import { assistantFigures } from '#bench/assistant';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureAdHeads } from './ad-heads.ts';
import { measureAdLearning } from './ad-learning.ts';
import { measureAudience } from './audience.ts';
import { measureBrowsing } from './browse.ts';
import { measureBytes } from './bytes.ts';
import { measureCatalogues } from './catalogue.ts';
import { measureCosts } from './costs.ts';
import { creativeFigures } from './creatives.ts';
import { measureDevices } from './devices.ts';
import { chromiumPath, startDemo } from './demo.ts';
import { measureExplain } from './explain.ts';
import { figure, type Figure } from './figure.ts';
import { measureLocalRound, measureTrainStep } from './learn.ts';
import { measureClientReport, measureLeaderMemory, measurePreparation, measureVerifiedReports } from './load.ts';
import { measureLogEvent } from './log-event.ts';
import { measureMarket } from './market.ts';
import { measurePolicies } from './policies.ts';
import { measureDots, measureRank } from './rank.ts';
import { measureSearch } from './search.ts';

const HELP = `npm run bench -- [--only NAME,…] [--json OUT] [--svg OUT]

  browse   drives the demo shop in Chromium with and without the tag
  bytes    gzip bytes of what a shopper downloads
  item-dots, rank-10k, rank-100k, train-step, local-round-50-events, simulate-1000-devices
           hot paths of the CPU in Node, beside the same in tfjs
  explain    why one product is shown: score and place without each of 50 events
  log-event  what one event costs the page's main thread, in Chromium
  verified-reports, prepare, leader-memory, client-report
           reports with proofs: both servers over HTTP beside a plain sum, preparation alone, memory with 1,000 clients,
           and a worker of Chromium
  costs      main thread at load, per event, per shelf and per click, long tasks by Chromium's trace; with and without the
           tag, and beside two trackers that everyone knows
  search     index, query and bytes at 1,000 and 10,000 products, and quality on judged queries where ../shared/data is
  ad-learning  click rates of simulated shoppers with and without what their devices learn of them; a minute or two
  ad-heads   chances of clicks learnt in rounds of 600 made-up devices under noise, at click rates of 8 % and 2 %; some minutes
  market     budgets of a simulated day held from noised spend, at 10,000 to 100,000 devices; some minutes; its picture
             goes to --svg
  offpolicy  policies judged from another's log (Open Bandit) and an experiment's uplift (Hillstrom), from exact and from
             noised sums, where ../shared/data is
  creatives  generated ad texts against merchants' own on real sets where ../shared/data is: ROUGE-L, BLEU-4, facts, lengths,
             repetition, beside the title alone and the first sentence
  audience   portraits fitted from sums beside central ones, half-lives of interests, places among prices, where
             ../shared/data is
  assistant  right and wrong answers to judged questions about the demo shop, beside BM25 alone
  catalogue  worker memory and first recommendation with 10,000 and 100,000 items, in Chromium
`;

/** Built server beside this program, `dist/server`. */
const SERVER = dirname(fileURLToPath(import.meta.url));
const ROOT = join(SERVER, '../..');
const PROGRAMS = { server: join(SERVER, 'main.js'), bench: join(SERVER, 'bench.js') };

async function withDemo(measure: (shop: string, executablePath: string) => Promise<readonly Figure[]>): Promise<readonly Figure[]> {
  const demo = await startDemo(join(SERVER, 'main.js'));
  try {
    return await measure(demo.shop, chromiumPath(ROOT));
  } finally {
    await demo.stop();
  }
}

const BENCHMARKS: Readonly<Record<string, (svg?: string) => Promise<readonly Figure[]>>> = {
  bytes: async () => measureBytes(join(SERVER, '../site/tag')),
  browse: () => withDemo(measureBrowsing),
  'log-event': () => withDemo(measureLogEvent),
  'item-dots': measureDots,
  'rank-10k': () => measureRank(10_000),
  'rank-100k': () => measureRank(100_000),
  'train-step': measureTrainStep,
  'local-round-50-events': measureLocalRound,
  'simulate-1000-devices': measureDevices,
  'verified-reports': () => measureVerifiedReports(PROGRAMS),
  explain: measureExplain,
  prepare: measurePreparation,
  'leader-memory': () => measureLeaderMemory(PROGRAMS),
  'client-report': () => measureClientReport(ROOT, chromiumPath(ROOT)),
  costs: () => measureCosts(ROOT, join(SERVER, '../site/tag'), chromiumPath(ROOT)),
  creatives: async () => creativeFigures(join(ROOT, '../shared/data')),
  search: () => measureSearch(join(ROOT, '../shared/data/homedepot_search/train.csv.gz')),
  'ad-heads': measureAdHeads,
  'ad-learning': measureAdLearning,
  market: async (svg) => measureMarket(svg),
  offpolicy: async () => measurePolicies(join(ROOT, '../shared/data')),
  audience: () => measureAudience(join(ROOT, '../shared/data')),
  assistant: async () => assistantFigures().map(({ name, value, baseline, how }) => figure(name, 'share', value, baseline, how)),
  catalogue: () => measureCatalogues(join(SERVER, '../site/tag'), chromiumPath(ROOT)),
};

/** Digits after the point by unit; times have as many as their size wants. */
const DIGITS: Readonly<Partial<Record<Figure['unit'], number>>> = { share: 3, 'per mille': 2, effect: 4, MB: 0, tasks: 0, 'gzip bytes': 0 };

function row({ name, value, unit, baseline, ratio, how, p99, baselineP99, limit }: Figure): string {
  const shown = (number: number): string => number.toFixed(DIGITS[unit] ?? (number < 10 ? 3 : 1));
  const tail = p99 === undefined ? '' : ` p99 ${shown(p99)} (baseline ${shown(baselineP99 ?? 0)})`;
  const times = p99 === undefined || value === 0 ? '' : `, ${(baseline / value).toFixed(1)} times as fast`;
  const reached = limit ? `  limit ${limit.ms.toFixed(4)} ms (${limit.bytes} bytes, ${limit.operations} operations), ${Math.round(100 * limit.share)} % reached` : '';
  return `${name.padEnd(24)} ${shown(value).padStart(10)} ${unit.padEnd(10)} baseline ${shown(baseline).padStart(8)}${tail}  ratio ${ratio ?? '–'}${times}${reached}  ${how}\n`;
}

/** Runs the benchmarks named by `--only`, prints a row each and writes them to `--json`. @returns the exit code */
export async function runBench(argv: readonly string[], out: NodeJS.WritableStream): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: { only: { type: 'string' }, json: { type: 'string' }, svg: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help === true) {
    out.write(HELP);
    return 0;
  }
  const names = values.only?.split(',') ?? Object.keys(BENCHMARKS);
  const figures: Figure[] = [];
  for (const name of names) {
    const measure = BENCHMARKS[name];
    if (!measure) {
      out.write(`Cannot measure "${name}": wanted one of ${Object.keys(BENCHMARKS).join(', ')}\n`);
      return 2;
    }
    for (const one of await measure(values.svg)) {
      figures.push(one);
      out.write(row(one));
    }
  }
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
  return 0;
}
