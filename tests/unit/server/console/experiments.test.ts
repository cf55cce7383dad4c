import { afterEach, expect, test } from 'vitest';
import { decodeDelivery, type Experiment } from '#core/campaigns';
import { DAY_MS, WEEK_MS } from '#core/units';
import { publishAds } from '#server/leader';
import { startConsole, type TestConsole, type Visitor } from '#support/a-console';
import { aCampaign, aCreative, aManagedCampaign } from '#support/campaigns';
import { startPair, type TestPair } from '#support/pair';
import { valueOf } from '#support/result';

let pair: TestPair | undefined;
let at: TestConsole | undefined;
afterEach(async () => {
  await at?.close();
  await pair?.close();
  [at, pair] = [undefined, undefined];
});

/** A console over a leader, with a live campaign of two creatives. */
async function start(): Promise<{ readonly at: TestConsole; readonly pair: TestPair; readonly owner: Visitor }> {
  pair = await startPair();
  at = await startConsole({ over: pair, publish: (tables, nowMs) => publishAds(tables, { shop: 'test', currency: 'EUR' }, nowMs) });
  const owner = await at.as('owner');
  const nowMs = pair.clock.nowMs();
  const live = aManagedCampaign({ state: 'live', campaign: aCampaign('boots', { startMs: nowMs, endMs: nowMs + WEEK_MS, creatives: [aCreative('red'), aCreative('blue')] }) });
  expect((await owner.ask('POST', '/api/campaigns', live)).status).toBe(201);
  return { at, pair, owner };
}

function aHoldout(nowMs: number, change: object = {}): object {
  return { id: 'held-boots', kind: 'holdout', campaign: 'boots', arms: [{ name: 'shown', thousandths: 900 }, { name: 'held', thousandths: 100 }], startMs: nowMs, endMs: nowMs + WEEK_MS, plannedDevices: 2_000, ...change };
}

/** Experiments of the delivery that the manifest names. */
async function delivered(of: TestPair): Promise<readonly Experiment[]> {
  await of.turns();
  const { delivery } = await of.manifest();
  const response = await fetch(`${of.leaderUrl}/v1/deliveries/${delivery?.hash}`);
  return valueOf(decodeDelivery(new Uint8Array(await response.arrayBuffer()))).experiments;
}

test('an experiment that is started reaches devices with a salt of its own, without the plan; one that is stopped stays until its last outcome', async () => {
  const { owner, pair: deployment, at: console } = await start();
  const nowMs = deployment.clock.nowMs();
  expect((await owner.ask('POST', '/api/experiments', aHoldout(nowMs))).status).toBe(201);
  expect((await owner.ask('POST', '/api/experiments', { ...aHoldout(nowMs), id: 'colours', kind: 'ab', byLifeCycle: true, arms: [{ name: 'red', thousandths: 500 }, { name: 'blue', thousandths: 500 }] })).status).toBe(201);
  const [held, colours] = await delivered(deployment);
  expect([held?.id, held?.kind, colours?.arms.map(({ name }) => name)]).toEqual(['held-boots', 'holdout', ['red', 'blue']]);
  expect(held).not.toHaveProperty('plannedDevices');
  expect(colours).not.toHaveProperty('byLifeCycle');
  expect(held?.salt).toMatch(/^[0-9a-f]{32}$/);
  expect(held?.salt).not.toBe(colours?.salt);
  deployment.clock.forward(DAY_MS);
  const again = await console.as('owner');
  expect((await again.ask('POST', '/api/experiments/held-boots/stop', {})).status).toBe(200);
  expect((await delivered(deployment)).map(({ id, endMs }) => [id, endMs - nowMs])).toEqual([['held-boots', DAY_MS], ['colours', WEEK_MS]]);
  expect((await again.ask('POST', '/api/experiments/held-boots/stop', {})).status).toBe(422);
  deployment.clock.forward(14 * DAY_MS); // the week after its window is over
  const owner3 = await console.as('owner');
  expect((await owner3.ask('PUT', '/api/campaigns/boots', { managed: { ...aManagedCampaign(), state: 'paused', campaign: aCampaign('boots', { startMs: nowMs, endMs: nowMs + WEEK_MS, creatives: [aCreative('red'), aCreative('blue')] }) }, revision: 1 })).status).toBe(200);
  expect((await delivered(deployment)).map(({ id }) => id)).toEqual(['colours']);
  const listed = (await owner3.ask('GET', '/api/experiments')).json['experiments'] as readonly { readonly id: string }[];
  expect(listed).toMatchObject([{ id: 'held-boots' }, { id: 'colours', byLifeCycle: true }]);
});

test('what cannot start is refused by the path of its field, and only an owner starts or stops', async () => {
  const { at: console, owner, pair: deployment } = await start();
  const nowMs = deployment.clock.nowMs();
  const faultsOf = async (change: object): Promise<readonly string[]> => {
    const refused = await owner.ask('POST', '/api/experiments', aHoldout(nowMs, change));
    expect(refused.status).toBe(422);
    return (refused.json['faults'] as readonly { readonly path: string }[]).map(({ path }) => path);
  };
  expect(await faultsOf({ campaign: 'gone' })).toEqual(['campaign']);
  expect(await faultsOf({ kind: 'ab', arms: [{ name: 'red', thousandths: 500 }, { name: 'green', thousandths: 500 }] })).toEqual(['arms[1].name']);
  expect(await faultsOf({ arms: [{ name: 'shown', thousandths: 900 }, { name: 'held', thousandths: 90 }] })).toEqual(['arms']);
  expect(await faultsOf({ arms: [{ name: 'shown', thousandths: 400 }, { name: 'held', thousandths: 600 }] })).toEqual(['arms']);
  expect(await faultsOf({ endMs: nowMs })).toEqual(['endMs']);
  expect(await faultsOf({ endMs: nowMs + 200 * DAY_MS })).toEqual(['endMs']);
  expect(await faultsOf({ id: 'No id' })).toEqual(['id']);
  expect(await faultsOf({ salt: 'ab'.repeat(16) })).toEqual(['salt']);
  const editor = await console.as('editor');
  expect((await editor.ask('POST', '/api/experiments', aHoldout(nowMs))).status).toBe(403);
  expect((await editor.ask('GET', '/api/experiments')).status).toBe(200);
  expect((await owner.ask('POST', '/api/experiments', aHoldout(nowMs))).status).toBe(201);
  expect((await editor.ask('POST', '/api/experiments/held-boots/stop', {})).status).toBe(403);
  expect(await faultsOf({})).toEqual(['id', 'campaign']);
  expect((await owner.ask('POST', '/api/experiments/nothing/stop', {})).status).toBe(404);
});
