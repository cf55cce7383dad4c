import { afterEach, expect, test } from 'vitest';
import { problem } from '#core/protocol';
import { problemResponse } from '#server/http';
import type { PairSecret } from '#server/pair';
import { heldClock, sendReports, startPair, type TestPair } from '#support/pair';
import { createStandings, type StandingNews } from '../../../../server/leader/standings.ts';

let pair: TestPair | undefined;
afterEach(async () => {
  await pair?.close();
  pair = undefined;
});

const HELPER = { party: 'helper', name: 'http://helper.test' } as const;
const OTHER_SECRET = new Uint8Array(32).fill(8) as PairSecret;

function aTold(): { readonly clock: ReturnType<typeof heldClock>; readonly told: (string | undefined)[]; readonly standings: ReturnType<typeof createStandings> } {
  const clock = heldClock();
  const told: (string | undefined)[] = [];
  return { clock, told, standings: createStandings(clock, ({ trouble }: StandingNews) => told.push(trouble?.kind)) };
}

test('createStandings() tells a trouble once, not at each retry, and once that it is over', () => {
  const { clock, told, standings } = aTold();
  for (let i = 0; i < 5; i++) {
    standings.met(HELPER, 'calls', 'away');
    clock.forward(1_000);
  }
  expect(told).toEqual(['away']);
  expect(standings.troubles()).toMatchObject([{ ...HELPER, kind: 'away', sinceMs: clock.nowMs() - 5_000 }]);
  standings.met(HELPER, 'calls');
  standings.met(HELPER, 'calls');
  expect(told).toEqual(['away', undefined]);
  expect(standings.troubles()).toEqual([]);
});

test('createStandings() says nothing of one answer that was lost, and at once what cannot pass by itself', () => {
  const { told, standings } = aTold();
  standings.met(HELPER, 'calls', 'away');
  standings.met(HELPER, 'calls');
  expect(told).toEqual([]);
  standings.met(HELPER, 'calls', 'other-secret');
  expect(told).toEqual(['other-secret']);
});

test('createStandings() keeps a trouble that an answer to something else does not clear', () => {
  const { told, standings } = aTold();
  standings.met(HELPER, 'log', 'other-log');
  standings.met(HELPER, 'calls');
  expect(told).toEqual(['other-log']);
  standings.met(HELPER, 'log');
  expect(told).toEqual(['other-log', undefined]);
});

interface Shown { readonly waitsFor: readonly { readonly party: string; readonly name: string; readonly why: string; readonly sinceMs: number }[] }

async function waitsFor({ leaderUrl }: TestPair): Promise<Shown['waitsFor']> {
  return ((await (await fetch(`${leaderUrl}/v1/rounds`)).json()) as Shown).waitsFor;
}

test('a helper that goes away while a round closes is told once, stands in /v1/rounds, and is told once when it is back', async () => {
  pair = await startPair();
  await pair.turns();
  await sendReports(pair, 50);
  pair.setHelperAway(true);
  const sinceMs = pair.clock.nowMs() + 60_000;
  pair.clock.forward(60_000);
  for (let i = 0; i < 4; i++) {
    await pair.turns(1);
    pair.clock.forward(1_000);
  }
  expect(pair.news).toEqual([{ kind: 'party', party: 'helper', name: pair.helperUrl, why: 'does not answer' }]);
  expect(await waitsFor(pair)).toEqual([{ party: 'helper', name: pair.helperUrl, why: 'does not answer', sinceMs }]);
  pair.setHelperAway(false);
  pair.clock.forward(60_000);
  await pair.turns(3);
  expect(pair.news.slice(1)).toEqual([{ kind: 'party', party: 'helper', name: pair.helperUrl, why: undefined }]);
  expect(await waitsFor(pair)).toEqual([]);
});

test('a helper that comes back with another secret is told within a minute, though nothing is asked of it', async () => {
  pair = await startPair();
  await pair.turns();
  await pair.restartHelper(undefined, OTHER_SECRET);
  await pair.turns(2);
  expect(pair.news).toEqual([]);
  pair.clock.forward(60_000 - 1);
  await pair.turns(1); // the round closes too, below k
  pair.clock.forward(1);
  await pair.turns(1);
  expect(pair.news).toEqual([{ kind: 'party', party: 'helper', name: pair.helperUrl, why: 'does not accept this leader\'s secret' }]);
});

test('a leader does not start with a helper that has another secret, or that cosigns another log', async () => {
  pair = await startPair();
  await pair.restartHelper(undefined, OTHER_SECRET);
  await expect(pair.restartLeader()).rejects.toThrow(/Cannot start with this helper: it does not accept this leader's secret\. Give --secret/);
  await pair.restartHelper();
  await pair.helper.store.transact(({ settings }) => settings.set('log-key', new TextEncoder().encode('another')));
  await expect(pair.restartLeader()).rejects.toThrow(/it cosigns the log of another leader/);
});

test('a leader does not start with an address where nothing of its shop is', async () => {
  await expect(startPair({ between: () => problemResponse(problem('not-found', 'No shop of that name')) })).rejects.toThrow(/Cannot start with this helper: nothing of this shop is there\. Give --helper the address whole/);
});
