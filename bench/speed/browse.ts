import { chromium, type Browser, type Page } from 'playwright-core';
import { figure, type Figure } from './figure.ts';
import { longTasksOf, startTrace, type LongTasks } from './trace.ts';

/** A task that holds the main thread longer is felt (Long Tasks API). */
const LONG_TASK_MS = 50;
/** Visits of one browse: enough for events, dwell, redraws and a first training. */
const PRODUCTS = 4;
/** A reader looks at least this long; training and redraws happen meanwhile. */
const LOOK_MS = 2_500;
const RUNS = 3;

const ARGUMENTS = ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Runs in the page before anything else: notes long tasks and the answer to the banner. Text, because it runs in another world than this file. */
const WATCH = `
  globalThis.benchMarks = { longTasks: [], ours: [], consentAtMs: 0 };
  new PerformanceObserver((list) => benchMarks.longTasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const { scripts } of list.getEntries()) for (const script of scripts) if (script.sourceURL.includes('/tag/')) benchMarks.ours.push(script.duration);
  }).observe({ type: 'long-animation-frame', buffered: true });
  document.addEventListener('homebird:consent', () => { benchMarks.consentAtMs ||= performance.now(); });
`;

/** Resolves with the ms from the answer to the banner to eight recommendations. */
const UNTIL_RECOMMENDED = `(async () => {
  for (;;) {
    const { items } = await homebird('recommend', { placement: 'home', count: 8 });
    if (items?.length > 0) return performance.now() - benchMarks.consentAtMs;
  }
})()`;

/** Durations, ms: every long task of a page, and each script run of ours inside a long frame. */
interface Tasks {
  readonly longTasks: readonly number[];
  readonly ours: readonly number[];
}

async function tasksOf(page: Page): Promise<Tasks> {
  return page.evaluate<Tasks>('benchMarks');
}

/** From the answer to the banner to eight recommendations; ms. */
async function firstRecommendations(page: Page): Promise<number> {
  await page.locator('homebird-consent').getByRole('button', { name: 'Accept', exact: true }).click();
  return page.evaluate<number>(UNTIL_RECOMMENDED);
}

/** What one browse found. */
interface Browse extends Tasks {
  readonly firstMs: number;
  /** The same by Chromium's trace: CPU time, and which functions of ours. */
  readonly traced: LongTasks;
}

async function browse(browser: Browser, shop: string, withTag: boolean): Promise<Browse> {
  const context = await browser.newContext();
  const page = await context.newPage();
  if (!withTag) await page.route('**/tag/**', (route) => route.abort());
  await page.addInitScript(WATCH);
  const stopTrace = await startTrace(await context.newCDPSession(page));
  const [long, ours]: [number[], number[]] = [[], []];
  const note = async (): Promise<void> => {
    const tasks = await tasksOf(page);
    long.push(...tasks.longTasks);
    ours.push(...tasks.ours);
  };
  await page.goto(shop);
  await page.locator('main a[href^="/product/"]').first().waitFor();
  const firstMs = withTag ? await firstRecommendations(page) : 0;
  const links = await page.locator('main a[href^="/product/"]').evaluateAll((anchors) => [...new Set(anchors.map((anchor) => anchor.getAttribute('href') ?? ''))]);
  for (const link of [...links.slice(0, PRODUCTS), '/']) {
    await note();
    await page.goto(shop + link);
    await page.waitForTimeout(LOOK_MS);
    await page.mouse.wheel(0, 600);
  }
  await note();
  const traced = longTasksOf(await stopTrace(), (url) => url.includes('/tag/'));
  await context.close();
  return { longTasks: long, ours, firstMs, traced };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Drives the demo shop with and without the tag, alternating, and compares. */
export async function measureBrowsing(shop: string, executablePath: string): Promise<readonly Figure[]> {
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  try {
    const withUs: number[][] = [];
    const without: number[][] = [];
    const first: number[] = [];
    const ours: number[][] = [];
    const traced: LongTasks[] = [];
    for (let run = 0; run < RUNS; run++) {
      const tagged = await browse(browser, shop, true);
      withUs.push([...tagged.longTasks]);
      ours.push([...tagged.ours]);
      first.push(tagged.firstMs);
      traced.push(tagged.traced);
      without.push([...(await browse(browser, shop, false)).longTasks]);
    }
    const count = (runs: readonly number[][]): number => median(runs.map((tasks) => tasks.length));
    const longest = (runs: readonly number[][]): number => median(runs.map((tasks) => Math.max(0, ...tasks)));
    const worst = traced.toSorted((a, b) => b.oursMs - a.oursMs)[0] ?? { count: 0, oursMs: 0, functions: [] };
    const how = `median of ${RUNS} browses of ${PRODUCTS + 2} pages; the baseline is the same shop with the tag blocked`;
    return [
      figure('first-recommendations', 'ms', median(first), 1_000, `from the answer to the banner to eight recommendations, personal or not, median of ${RUNS}; the baseline is the target`),
      figure('browse-our-longest-script', 'ms', longest(ours), LONG_TASK_MS, `longest run of a script of the tag inside a long frame (Long Animation Frames), median of ${RUNS}; the baseline is the limit`),
      figure('browse-our-longest-task', 'ms', worst.oursMs, LONG_TASK_MS, `longest that scripts of the tag ran within one main-thread task, CPU time by Chromium's trace, worst of ${RUNS}: ${worst.functions.join(', ')}; the baseline is the limit`),
      figure('browse-long-tasks', 'tasks', count(withUs), count(without), `main-thread tasks over ${LONG_TASK_MS} ms, ${how}`),
      figure('browse-longest-task', 'ms', longest(withUs), longest(without), `longest main-thread task over ${LONG_TASK_MS} ms (0: none), ${how}`),
    ];
  } finally {
    await browser.close();
  }
}
