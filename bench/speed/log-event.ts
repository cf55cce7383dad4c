import { chromium } from 'playwright-core';
import type { Figure } from './figure.ts';
import { timedFigure } from './timing.ts';

const ARGUMENTS = ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
/** Samples, and events of one: a page's clock counts in tenths of a millisecond, longer than an event takes. */
const SAMPLES = 200;
const EVENTS = 10;

/**
 * Ms of the main thread for one event, sample by sample, with pauses for the worker: by Homebird, and handed to a tracker's
 * usual door, `sendBeacon` with JSON. Text, because it runs in another world than this file.
 */
const LOG_EVENTS = `(async () => {
  const timed = async (log) => {
    const times = [];
    for (let sample = 0; sample < ${SAMPLES}; sample++) {
      const startMs = performance.now();
      for (let event = 0; event < ${EVENTS}; event++) log(sample * ${EVENTS} + event);
      times.push((performance.now() - startMs) / ${EVENTS});
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return times.sort((a, b) => a - b);
  };
  const homebirdMs = await timed((n) => { homebird('track', 'search', { search_term: 'kettle number ' + n }); });
  const beaconMs = await timed((n) => { navigator.sendBeacon('/collect', JSON.stringify({ event: 'search', search_term: 'kettle number ' + n, page: location.href, at: Date.now() })); });
  return { homebirdMs, beaconMs };
})()`;

/** What recording one event costs the page's main thread, in Chromium on the demo shop, after consent. */
export async function measureLogEvent(shop: string, executablePath: string): Promise<readonly Figure[]> {
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  try {
    const page = await browser.newPage();
    await page.goto(shop);
    await page.locator('homebird-consent').getByRole('button', { name: 'Accept', exact: true }).click();
    await page.evaluate(`(async () => { while (!(await homebird('recommend', { placement: 'home', count: 8 }))) await new Promise((resolve) => setTimeout(resolve, 50)); })()`);
    const { homebirdMs, beaconMs } = await page.evaluate<{ homebirdMs: number[]; beaconMs: number[] }>(LOG_EVENTS);
    return [timedFigure('log-event', {
      ours: homebirdMs, baseline: beaconMs,
      how: `main-thread ms of one homebird('track', …) call, ${SAMPLES} means of ${EVENTS}; storing happens in the worker; the baseline is the same event by navigator.sendBeacon`,
    })];
  } finally {
    await browser.close();
  }
}
