import { chromium, type CDPSession, type Page } from 'playwright-core';
import type { Figure } from './figure.ts';
import { quantile, timedFigure, type Times } from './timing.ts';

const ARGUMENTS = ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const SAMPLES = 60;
/** Events of one sample, each in a turn of its own. */
const EVENTS = 25;
/** Until the main thread has done what an event leaves for later, ms. */
const SETTLE_MS = 100;

/** What one event is handed to. Text, because it runs in another world than this file; `n` tells events apart. */
const BY_US = `homebird('track', 'search', { search_term: 'kettle number ' + n })`;
const BY_BEACON = `navigator.sendBeacon('/collect', JSON.stringify({ event: 'search', search_term: 'kettle number ' + n, page: location.href, at: Date.now() }))`;

function eventsBy(call: string, sample: number): string {
  return `(async () => {
    for (let event = 0; event < ${EVENTS}; event++) {
      const n = ${sample * EVENTS} + event;
      ${call};
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
    await new Promise((resolve) => setTimeout(resolve, ${SETTLE_MS}));
  })()`;
}

/** Ms that the main thread was in tasks, by the browser's own count: also what runs after the call has returned. */
async function busyMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN);
}

/** Ms of the main thread for one event, sample by sample, less `idleMs`. */
async function busyPerEvent(page: Page, session: CDPSession, call: string, idleMs: number): Promise<Times> {
  const times: number[] = [];
  for (let sample = 0; sample < SAMPLES; sample++) {
    const before = await busyMs(session);
    await page.evaluate(eventsBy(call, sample));
    times.push(Math.max(0, (await busyMs(session)) - before - idleMs) / EVENTS);
  }
  return times.sort((a, b) => a - b);
}

/** What recording one event costs the page's main thread, in Chromium on a page of the demo shop without a shelf, after consent. */
export async function measureLogEvent(shop: string, executablePath: string): Promise<readonly Figure[]> {
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  try {
    const page = await browser.newPage();
    await page.goto(`${shop}/departments`);
    await page.locator('homebird-consent').getByRole('button', { name: 'Accept', exact: true }).click();
    await page.evaluate(`(async () => { while (!(await homebird('recommend', { placement: 'home', count: 8 }))) await new Promise((resolve) => setTimeout(resolve, 50)); })()`);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const idleMs = EVENTS * quantile(await busyPerEvent(page, session, 'void 0', 0), 0.5);
    const ours = await busyPerEvent(page, session, BY_US, idleMs);
    const baseline = await busyPerEvent(page, session, BY_BEACON, idleMs);
    const kept = await page.evaluate<number>(`homebird('export').then((text) => JSON.parse(text).events.length)`);
    return [timedFigure('log-event', {
      ours, baseline,
      how: `main-thread ms of one homebird('track', …), all tasks it leads to less those of an idle page, ${SAMPLES} means of ${EVENTS} events, ${kept} of ${SAMPLES * EVENTS} kept; storing happens in the worker; the baseline is the same event by navigator.sendBeacon`,
    })];
  } finally {
    await browser.close();
  }
}
