import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core';
import { CARRIED, serveCosts, type Carried, type CostSite } from './cost-site.ts';
import { figure, type Figure } from './figure.ts';
import { longTasksOf, startTrace } from './trace.ts';

const ARGUMENTS = ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
/** Rounds; in each every page is opened once, in turn, so that a busy moment of the machine falls on all of them. */
const ROUNDS = 9;
/** Until a page has done what its load leaves for later, idle work included, ms. */
const SETTLE_MS = 4_000;
/** Events told one by one, and clicks of a real pointer. */
const EVENTS = 40;
const CLICKS = 12;

/** Runs before the page: notes how long each click took until its handlers were done, and until the next frame was shown. */
const WATCH = `
  globalThis.costMarks = { inp: [], handlers: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.interactionId && entry.name === 'click') { costMarks.inp.push(entry.duration); costMarks.handlers.push(entry.processingEnd - entry.startTime); }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });
`;

/** What one visit to one page cost. */
interface Visit {
  /** CPU ms of the page's main thread from its start until it was idle. */
  readonly loadMs: number;
  readonly eventMs: number;
  /** Worst of the clicks, ms to the next frame (rounded to 8 by the browser); 16 where none was longer. */
  readonly inpMs: number;
  readonly longTasks: number;
  /** The longest run of a task whose time was spent in scripts of what is carried. */
  readonly oursMs: number;
}

/** CPU ms that the main thread was in tasks: what else the machine does does not count. */
async function busyMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN);
}

async function tell(page: Page): Promise<void> {
  await page.evaluate(`(async () => { for (let n = 0; n < ${EVENTS}; n++) { window.tell?.(n); await new Promise((resolve) => setTimeout(resolve, 4)); } await new Promise((resolve) => setTimeout(resolve, 300)); })()`);
}

async function clicked(page: Page): Promise<number> {
  for (const button of (await page.getByRole('button', { name: 'Add to basket', exact: true }).all()).slice(0, CLICKS)) {
    await button.click();
    await page.waitForTimeout(30);
  }
  await page.waitForTimeout(300);
  return page.evaluate<number>('Math.max(16, ...costMarks.inp)');
}

async function visit(browser: Browser, site: CostSite, carried: Carried): Promise<Visit> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.addInitScript(WATCH);
    const stopTrace = await startTrace(session);
    await page.goto(site.url(carried));
    await page.waitForTimeout(SETTLE_MS);
    const loadMs = await busyMs(session);
    await tell(page);
    const toldMs = await busyMs(session);
    const inpMs = await clicked(page);
    const tasks = longTasksOf(await stopTrace(), (url) => /\/(?:tag\/|snowplow\.js|plausible\.js)/.test(url));
    return { loadMs, eventMs: (toldMs - loadMs) / EVENTS, inpMs, longTasks: tasks.count, oursMs: tasks.oursMs };
  } finally {
    await context.close();
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** Visits by what the page carried, round by round. */
type Visits = Readonly<Record<Carried, readonly Visit[]>>;

async function visitAll(browser: Browser, site: CostSite): Promise<Visits> {
  const visits = Object.fromEntries(CARRIED.map((carried) => [carried, [] as Visit[]])) as Record<Carried, Visit[]>;
  for (const carried of CARRIED) await visit(browser, site, carried); // once for the browser's own sake
  for (let round = 0; round < ROUNDS; round++) for (const carried of CARRIED) visits[carried].push(await visit(browser, site, carried));
  return visits;
}

/** Median over rounds of what `carried` cost above `without` in the same round. */
function above(visits: Visits, carried: Carried, without: Carried, of: (visit: Visit) => number): number {
  return median(visits[carried].map((visit, round) => of(visit) - of(visits[without][round] ?? visit)));
}

/** What the tag costs the page's main thread at load, per event, per shelf and per click, beside a page without it and beside two trackers. */
export async function measureCosts(root: string, tagFolder: string, executablePath: string): Promise<readonly Figure[]> {
  const site = await serveCosts(root, tagFolder);
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  try {
    const visits = await visitAll(browser, site);
    const paired = `median of ${ROUNDS} rounds of the difference to the same page in the same round, CPU time of the main thread`;
    const load = ({ loadMs }: Visit): number => loadMs;
    const event = ({ eventMs }: Visit): number => eventMs;
    const rival = (of: (visit: Visit) => number, carried: 'snowplow' | 'plausible'): number => above(visits, carried, 'nothing', of);
    const plainLoad = median(visits.nothing.map(load));
    return [
      figure('cost-load', 'ms', above(visits, 'homebird', 'nothing', load), rival(load, 'snowplow'), `tag with a yes, load and idle work of ${SETTLE_MS / 1_000} s, ${paired} (which takes ${plainLoad.toFixed(0)} ms itself); the baseline is Snowplow`),
      figure('cost-load-plausible', 'ms', above(visits, 'homebird', 'nothing', load), rival(load, 'plausible'), 'the same; the baseline is Plausible, which counts visits and stores nothing'),
      figure('cost-event', 'ms', above(visits, 'homebird', 'nothing', event), rival(event, 'snowplow'), `one event told, all tasks it leads to, of ${EVENTS}; ${paired}; the baseline is Snowplow`),
      figure('cost-event-plausible', 'ms', above(visits, 'homebird', 'nothing', event), rival(event, 'plausible'), 'the same; the baseline is Plausible'),
      figure('cost-shelf', 'ms', above(visits, 'homebird-shelf', 'homebird', load), 0, `a shelf of eight beside the tag, drawn and drawn again as scorers join; ${paired}`),
      figure('cost-inp', 'ms', median(visits.homebird.map(({ inpMs }) => inpMs)), median(visits.nothing.map(({ inpMs }) => inpMs)), `worst of ${CLICKS} real clicks that tell an event, to the next frame (Event Timing, steps of 8 ms, 16 at the least), median of ${ROUNDS}; the baseline is the page without the tag`),
      figure('cost-inp-snowplow', 'ms', median(visits.snowplow.map(({ inpMs }) => inpMs)), median(visits.nothing.map(({ inpMs }) => inpMs)), 'the same with Snowplow; the baseline is the page alone'),
      figure('cost-longest', 'ms', Math.max(...[...visits.homebird, ...visits['homebird-shelf']].map(({ oursMs }) => oursMs)), 50, `longest that scripts of the tag ran within one task, CPU time by Chromium's trace, of ${2 * ROUNDS} pages; the baseline is the limit`),
      figure('cost-long-tasks', 'tasks', median(visits['homebird-shelf'].map(({ longTasks }) => longTasks)), median(visits.nothing.map(({ longTasks }) => longTasks)), `main-thread tasks of more than 50 ms of CPU, with tag and shelf, median of ${ROUNDS}; the baseline is the page alone`),
      figure('snowplow-bytes', 'gzip bytes', site.bytes.snowplow, 0, '@snowplow/browser-tracker 4.10.1, bundled and minified by Vite'),
      figure('plausible-bytes', 'gzip bytes', site.bytes.plausible, 0, '@plausible-analytics/tracker 0.4.6, the same way'),
    ];
  } finally {
    await browser.close();
    await site.close();
  }
}
