import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { launchChromium } from '../chromium.ts';
import { STRICT_CSP, type FixtureSite } from '../fixture-site.ts';
import { serveShop } from '../shop-site.ts';
import { serveLeader, type FixtureLeader } from './leader.ts';
import { expectQuiet, openScene, type Fault } from './scene.ts';

/** Makes each fault a test, in a fresh profile, that also wants the shop's page to hear nothing of it. */
export function testFaults(faults: readonly Fault[]): void {
  let browser: Browser;
  let leader: FixtureLeader;
  let alone: FixtureSite;
  let withLeader: FixtureSite;
  beforeAll(async () => {
    [leader, browser] = await Promise.all([serveLeader(), launchChromium()]);
    const csp = STRICT_CSP.replace("connect-src 'self'", `connect-src 'self' ${leader.url}`);
    [alone, withLeader] = await Promise.all([serveShop(), serveShop({ endpoint: leader.url, policy: leader.policy, csp })]);
  });
  afterAll(async () => {
    await browser?.close();
    for (const site of [leader, alone, withLeader]) await site?.close();
  });

  const kinds = [...new Set(faults.map(({ kind }) => kind))];
  describe.each(kinds)('%s', (kind) => {
    const rows = faults.filter((fault) => fault.kind === kind);
    for (const fault of rows) test(fault.title, async ({ annotate }) => {
      leader.forget();
      await leader.issue(Date.now());
      const scene = fault.hasLeader ? await openScene(browser, withLeader, leader) : await openScene(browser, alone);
      const seen = await fault.run(scene);
      await expectQuiet(scene);
      await annotate(seen);
      await scene.context.close();
    });
  });
}
