import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ConsentMode } from '#core/embed';
import { aDeployment, aKeyRing, type ADeployment } from '#support/a-deployment';
import { aConsentWorld, type ConsentWorld, type ShopTool, type Ticked } from '#support/consent-world';

/** Sequences tried for each tool. */
const RUNS = 120;
/** Longer than a report waits for its slot after the look that found its task. */
const A_REPORT_MS = 12_000;

let deployment: ADeployment;
beforeAll(async () => {
  deployment = await aDeployment(await aKeyRing());
});

type Step =
  | { readonly kind: 'load' | 'contribute' | 'happen'; readonly tab: number }
  | { readonly kind: 'choose'; readonly tab: number; readonly choice: { readonly isYes: boolean; readonly federate: boolean } }
  | { readonly kind: 'claim'; readonly tab: number; readonly isYes: boolean }
  | { readonly kind: 'act'; readonly tab: number; readonly ticked: Ticked }
  | { readonly kind: 'gpc'; readonly isOn: boolean }
  | { readonly kind: 'clear' }
  | { readonly kind: 'pass'; readonly spanMs: number };

const tab = fc.nat(1);
const ticked: fc.Arbitrary<Ticked> = fc.record({ local: fc.boolean(), ads: fc.boolean(), measure: fc.boolean(), federate: fc.boolean() });
const steps: fc.Arbitrary<readonly Step[]> = fc.array(fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('happen' as const), tab }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('load' as const), tab }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('contribute' as const), tab }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('choose' as const), tab, choice: fc.record({ isYes: fc.boolean(), federate: fc.boolean() }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('claim' as const), tab, isYes: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('act' as const), tab, ticked }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('gpc' as const), isOn: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'clear' as const }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const), spanMs: fc.constantFrom(100, 1_000, A_REPORT_MS) }) },
), { minLength: 5, maxLength: 30 });

async function take(world: ConsentWorld, step: Step, name: string): Promise<boolean | void> {
  switch (step.kind) {
    case 'load': return world.load(step.tab);
    case 'contribute': return world.contribute(step.tab);
    case 'happen': return world.happen(step.tab, name);
    case 'choose': return world.choose(step.tab, step.choice);
    case 'claim': return world.claim(step.tab, step.isYes);
    case 'act': return world.act(step.tab, step.ticked);
    case 'gpc': return world.gpc(step.isOn);
    case 'clear': return world.clear();
    case 'pass': return world.pass(step.spanMs);
  }
}

/** A life in which a report leaves, whatever tool the shop has: few of the random ones come to it. */
const REPORTING: readonly Step[] = [
  { kind: 'act', tab: 0, ticked: { local: true, ads: true, measure: true, federate: true } }, { kind: 'choose', tab: 0, choice: { isYes: true, federate: true } },
  { kind: 'contribute', tab: 0 }, { kind: 'pass', spanMs: A_REPORT_MS },
];

/** What happened in the sequences of one trial together, so that a law that is never put to the test shows. */
interface Seen {
  kept: number;
  forbidden: number;
  sent: number;
  refusals: number;
}

async function holds({ tool, mode, seen }: { readonly tool: ShopTool; readonly mode: ConsentMode; readonly seen: Seen }, sequence: readonly Step[]): Promise<void> {
  const world = await aConsentWorld(deployment, { tool, mode });
  await world.load(0);
  const forbidden: string[] = [];
  for (const [i, step] of sequence.entries()) {
    const name = `happening ${i}`;
    const may = await take(world, step, name);
    if (step.kind === 'happen' && may === false) forbidden.push(name);
    expect(world.breaches, `after ${JSON.stringify(step)}`).toEqual([]);
    expect(world.excess(), `after ${JSON.stringify(step)}`).toEqual([]);
    if (step.kind === 'choose' && !step.choice.isYes && step.tab < world.tabs()) {
      seen.refusals++;
      const record = JSON.parse([...world.local.values()][0] ?? '') as Record<string, unknown>;
      expect([world.local.size, Object.keys(record).sort(), record['choice']]).toEqual([1, ['choice', 'timeMs', 'version'], 'no']);
    }
  }
  const events = await world.kept.events.all();
  const kept = events.flatMap(({ query }) => query ?? []);
  expect(forbidden.filter((name) => kept.includes(name))).toEqual([]);
  seen.kept += kept.length;
  seen.forbidden += forbidden.length;
  seen.sent += world.device.sent.length;
}

describe('nothing is stored, computed or sent for a purpose that she does not allow at that moment', () => {
  test.each<readonly [ShopTool, ConsentMode]>([['none', 'auto'], ['consent-mode', 'auto'], ['tcf', 'auto'], ['shopify', 'auto'], ['api', 'external'], ['tcf', 'required']])('with %s, data-consent="%s"', async (tool, mode) => {
    const seen: Seen = { kept: 0, forbidden: 0, sent: 0, refusals: 0 };
    await fc.assert(fc.asyncProperty(steps, (sequence) => holds({ tool, mode, seen }, sequence)), { numRuns: RUNS, examples: [[REPORTING]] });
    // Hundreds refused and dropped, tens kept, and a report of one at least.
    for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(0);
  });
});
