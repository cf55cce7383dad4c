import { beforeEach, expect, test, vi } from 'vitest';
import { buildCatalogue, catalogueOf, contentVectors, type ItemId } from '#core/catalogue';
import type { Grants, Purpose } from '#core/consent';
import type { DeviceStores, WorkerConfig, WorkerNotice } from '#core/contract';
import { pairLayout } from '#core/cooccurrence';
import type { EventId, ShopEvent } from '#core/events';
import { StorageError } from '#core/protocol';
import { contentHash, type ContentHash } from '#core/units';
import { memoryStores } from '#page/store';
import { aCatalogue } from '#support/a-shop';
import { heldSession } from '#support/held-session';
import { valueOf } from '#support/result';
import { aDeployment, aDevice, aKeyRing, NOW_MS, witnessedBy, type ADeployment } from '#support/a-deployment';
import { initialMix } from '#worker/recommender';
import { createSession, type SessionPorts } from '#worker/session';

const CATALOGUE_URL = 'https://shop.example/catalogue/catalogue.json';
const products = aCatalogue({ items: 120 }).products.map((product, i) => ({ ...product, description: `${product.category.at(-1)} number ${i % 7} by ${product.brand}` }));
const built = buildCatalogue(products);
const keys = await aKeyRing();
let deployment: ADeployment;

beforeEach(async () => {
  deployment = await aDeployment(keys);
});

/** A worker without a browser: a clock and timers held by the test, everything else real or in memory. */
function aWorker(options: { stores?: DeviceStores; files?: ADeployment['files']; sliceMs?: number; beforeSending?: () => Promise<void>; onIdle?: () => Promise<void>; hasGpc?: () => boolean } = {}) {
  const stores = options.stores ?? memoryStores();
  const device = aDevice(deployment, { stores });
  if (options.files) device.state.files = options.files;
  const touched: string[] = [];
  const browser = heldSession(device, built.files);
  const ports: SessionPorts = {
    ...browser.ports,
    hasGpc: () => options.hasGpc?.() ?? false,
    load(url) {
      if (!url.startsWith(device.ports.leaderUrl)) device.loaded.push(url);
      return browser.ports.load(url);
    },
    async sending() {
      await options.beforeSending?.();
      return browser.ports.sending();
    },
    stores: () => spying(stores, touched),
    async idle() {
      device.state.nowMs += options.sliceMs ?? 0;
      await options.onIdle?.();
    },
  };
  const api = createSession(ports);
  const notices: WorkerNotice[] = [];
  void api.subscribe((notice) => notices.push(notice));
  return { api, stores, device, notices, touched, pass: browser.pass, held: browser.held, config: { shop: 'test', catalogueUrl: CATALOGUE_URL, leaderUrl: device.ports.leaderUrl, policy: deployment.policyHash, tensorsUrl: '', debug: false } satisfies WorkerConfig };
}

/** Stores that write down which of their members was called. */
function spying(stores: DeviceStores, touched: string[]): DeviceStores {
  const watch = <Part extends object>(part: Part, name: string): Part => new Proxy(part, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key);
      if (typeof member === 'object' && member !== null) return watch(member, `${name}.${String(key)}`);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => {
        touched.push(`${name}.${String(key)}`);
        return Reflect.apply(member, target, given) as unknown;
      };
    },
  });
  return watch(stores, 'stores');
}

let version = 1;
const agreed = (...purposes: Purpose[]): Grants => ({ version: version++, purposes, gpc: false });
const hex = (n: number): EventId => n.toString(16).padStart(32, '0') as EventId;
const aView = (n: number, item: number, atMs = NOW_MS - 100_000 + n * 1000): ShopEvent => ({ id: hex(n), type: 'view_item', atMs, items: [{ itemId: products[item]?.id as ItemId }], page: '/p' });
/** Longer than a report waits for its slot after the look that found its task. */
const A_REPORT_MS = 12_000;
const home = { placement: 'home', count: 8 } as const;

test('before consent the session touches no store and no leader, and still shows what is popular', async () => {
  const worker = aWorker();
  expect(await worker.api.start(worker.config, agreed())).toEqual({ ok: true, value: { items: 120, backend: 'arrays' } });
  const shelf = valueOf(await worker.api.recommend(home));
  expect(shelf.items).toHaveLength(8);
  expect(shelf.scorers).toEqual(['popularity', 'mix']);
  expect(shelf.recId).toMatch(/^[0-9a-f]{32}$/);
  expect(await worker.api.record([aView(1, 3)])).toMatchObject({ ok: false, fault: { kind: 'no-consent' } });
  expect(await worker.api.profile()).toMatchObject({ ok: false, fault: { kind: 'no-consent' } });
  expect(await worker.api.contribute()).toMatchObject({ ok: false, fault: { kind: 'no-consent' } });
  await worker.pass(3_600_000);
  expect(worker.touched).toEqual([]);
  expect(worker.device.loaded.every((url) => url.startsWith('https://shop.example/catalogue/'))).toBe(true);
});

test('before consent what only a yes allows is refused before its code is loaded, which would tell that she asked', async () => {
  const part = '../../../../worker/session/later.ts';
  vi.doMock(part, () => {
    throw new Error('asked for');
  });
  try {
    const { api, config } = aWorker();
    await api.start(config, agreed());
    const answers = await Promise.all([
      api.profile(), api.recentSearches(), api.deleteEvents([hex(1)]), api.restoreEvents([]), api.steer({ kind: 'category', name: 'boots' }, 'less'),
      api.exportText('events', undefined), api.packMove(), api.moveOut('{}'), api.moveIn('{}', 0),
    ]);
    expect(answers.map((answer) => !answer.ok && answer.fault.kind)).toEqual(answers.map(() => 'no-consent'));
    expect(await api.search({ query: 'boots', count: 3 })).toMatchObject({ ok: false, fault: { kind: 'offline' } }); // anyone may search: the part is asked for
  } finally {
    vi.doUnmock(part);
  }
});

test('Global Privacy Control that only the worker sees withholds what it covers until the page has decided knowing it', async () => {
  let hasGpc = false;
  const worker = aWorker({ hasGpc: () => hasGpc });
  const grants = agreed('local', 'federate');
  await worker.api.start(worker.config, grants);
  valueOf(await worker.api.record([aView(1, 3)]));
  hasGpc = true;
  expect(await worker.api.contribute()).toMatchObject({ ok: false, fault: { kind: 'no-consent' } });
  await worker.pass(A_REPORT_MS);
  expect(worker.device.sent).toEqual([]);
  expect(valueOf(await worker.api.record([aView(2, 4)]))).toBe(2); // not covered by it
  await worker.api.setGrants({ ...agreed('local', 'federate'), gpc: true });
  expect(await worker.api.contribute()).toMatchObject({ ok: true });
});

test('events shape the very next shelf, before any tensor, training or leader', async () => {
  const worker = aWorker();
  await worker.api.start(worker.config, agreed('local'));
  const before = new Set(valueOf(await worker.api.recommend(home)).items.map(({ item }) => item));
  expect(await worker.api.record([aView(1, 3), aView(2, 13), aView(3, 23)])).toEqual({ ok: true, value: 3 });
  const shelf = valueOf(await worker.api.recommend(home));
  const fresh = shelf.items.filter(({ item, reason }) => !before.has(item) && ![3, 13, 23].includes(item) && reason.scorer === 'content');
  expect(fresh.length).toBeGreaterThanOrEqual(3);
  expect(worker.device.loaded.some((url) => url.includes('/v1/'))).toBe(false);
});

test('record() replaces an event of the same id and refuses what is no event', async () => {
  const worker = aWorker();
  await worker.api.start(worker.config, agreed('local'));
  await worker.api.record([aView(1, 3)]);
  expect(await worker.api.record([{ ...aView(1, 3), dwellMs: 4000 }])).toEqual({ ok: true, value: 1 });
  expect(valueOf(await worker.api.profile()).timeline).toMatchObject([{ dwellMs: 4000, label: products[3]?.title }]);
  expect(await worker.api.record([{ ...aView(2, 3), id: 'x' as EventId }])).toMatchObject({ ok: false, fault: { kind: 'bad-request' } });
  expect(await worker.api.record(null as unknown as ShopEvent[])).toMatchObject({ ok: false, fault: { kind: 'bad-request' } });
});

test('idle time loads the verified model, reports once, and the next shelf names its round', async () => {
  const trained = initialMix().map((_, j) => (j === 5 ? 1 : 0.2));
  deployment = await aDeployment(keys, { mix: trained });
  const worker = aWorker();
  await worker.api.start(worker.config, agreed('local', 'federate'));
  await worker.api.record([aView(1, 3), aView(2, 13), aView(3, 40)]);
  await worker.pass(A_REPORT_MS);
  expect(worker.notices.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['model-changed', 'training', 'upload']));
  expect(worker.device.sent).toHaveLength(1);
  const profile = valueOf(await worker.api.profile());
  expect(profile).toMatchObject({ events: 3, backend: 'arrays', models: { mix: { hash: deployment.task.baseModel, round: 0 }, t11: null }, pausedUntilMs: null, uploads: [{ state: 'acked', model: 'mix' }] });
  expect(profile.budget.weekRho).toBe(1 / 32);
  expect(profile.budget.weekEpsilon).toBeCloseTo(1.143, 2); // vectors/accountant-cases.json: one report at z = 4
  expect(profile.interests.length).toBeGreaterThan(0);
  await worker.pass(3_600_000);
  expect(worker.device.sent).toHaveLength(1);
});

test('the models of the last visit rank before the leader answers, and without it', async () => {
  const first = aWorker();
  await first.api.start(first.config, agreed('local'));
  await first.pass(5000);
  const second = aWorker({ stores: first.stores, files: new Map() });
  await second.api.start(second.config, agreed('local'));
  await second.pass(5000);
  // What reads kept files is a part: it comes when it comes, whatever the held clock says.
  await expect.poll(() => second.notices).toContainEqual({ kind: 'model-changed', model: 'mix', hash: deployment.task.baseModel });
  await expect.poll(() => second.notices.some(({ kind }) => kind === 'fault')).toBe(true); // the leader is down, and said so
  expect(valueOf(await second.api.recommend(home)).items).toHaveLength(8);
});

test('a model of another size than this program runs is not used', async () => {
  const worker = aWorker();
  await worker.api.start(worker.config, agreed('local'));
  await worker.api.record([aView(1, 3)]);
  await worker.pass(5000);
  expect(worker.device.loaded.some((url) => url.endsWith(deployment.otherModel))).toBe(true); // seven weights
  expect(valueOf(await worker.api.profile()).models.t11).toBeNull();
  expect(valueOf(await worker.api.recommend(home)).scorers).not.toContain('model');
});

test('the profile says where the helper is and whether the pinned policy names a witness, once that policy was read', async () => {
  const worker = aWorker();
  await worker.api.start(worker.config, agreed('local'));
  await worker.api.record([aView(1, 3)]);
  expect(valueOf(await worker.api.profile()).policy).toBeNull();
  await worker.pass(60_000);
  expect(valueOf(await worker.api.profile()).policy).toEqual({ isWitnessed: false, helperUrl: expect.stringMatching(/^https:\/\/helper/) as string });
  const witnessed = await aDeployment(keys, { policy: witnessedBy(keys), witnessedMs: [NOW_MS] });
  const other = aWorker({ files: witnessed.files });
  await other.api.start({ ...other.config, policy: witnessed.policyHash }, agreed('local'));
  await other.pass(60_000);
  expect(valueOf(await other.api.profile()).policy?.isWitnessed).toBe(true);
});

test('under a policy that the leader does not have nothing is sent, the page hears why, and the profile says so until a look holds', async () => {
  const worker = aWorker();
  await worker.api.start({ ...worker.config, policy: 'ab'.repeat(32) }, agreed('local', 'federate'));
  await worker.api.record([aView(1, 3)]);
  expect(valueOf(await worker.api.profile()).leaderFault).toBeNull();
  await worker.pass(A_REPORT_MS);
  expect(valueOf(await worker.api.profile())).toMatchObject({ policy: null, leaderFault: { kind: 'wrong-policy', message: expect.stringContaining('/v1/policy') as string } });
  expect(worker.notices).toContainEqual({ kind: 'fault', fault: expect.objectContaining({ kind: 'wrong-policy' }) as object });
  expect(worker.device.sent).toEqual([]);

  const away = aWorker();
  away.device.state.files = new Map();
  await away.api.start(away.config, agreed('local'));
  await away.api.record([aView(1, 3)]);
  await away.pass(5000);
  expect(valueOf(await away.api.profile()).leaderFault?.kind).toBe('server-error');
  away.device.state.files = deployment.files;
  await away.pass(120_000);
  expect(valueOf(await away.api.profile()).leaderFault).toBeNull();
});

test('without federate nothing is trained or sent, but newer models are used', async () => {
  const worker = aWorker();
  await worker.api.start(worker.config, agreed('local'));
  await worker.api.record([aView(1, 3), aView(2, 13)]);
  await worker.pass(60_000);
  expect(worker.device.sent).toEqual([]);
  expect(worker.notices.map(({ kind }) => kind)).not.toContain('training');
  expect(valueOf(await worker.api.profile()).models.mix).not.toBeNull();
  expect(await worker.api.contribute()).toMatchObject({ ok: false, fault: { kind: 'no-consent' } });
});

test('when the leader is asked does not depend on what the shopper does', async () => {
  const asked = async (act: (worker: ReturnType<typeof aWorker>, turn: number) => Promise<unknown>): Promise<number[]> => {
    const worker = aWorker();
    const times: number[] = [];
    const { load } = worker.device.ports.network;
    worker.device.ports.network.load = (url) => {
      if (url.endsWith('/v1/manifest')) times.push(worker.device.state.nowMs - NOW_MS);
      return load(url);
    };
    await worker.api.start(worker.config, agreed('local', 'federate'));
    for (let turn = 0; turn < 39; turn++) {
      await worker.pass(1000);
      await act(worker, turn);
    }
    return times;
  };
  const idle = await asked(() => Promise.resolve());
  expect(idle.length).toBeGreaterThan(2);
  expect(await asked((worker, turn) => worker.api.record([aView(turn, 3 * turn)]))).toEqual(idle);
});

test('neither looks nor the report tell how long training and fitting take', async () => {
  const requestsOf = async (views: number, sliceMs: number): Promise<readonly string[]> => {
    const worker = aWorker({ sliceMs });
    await worker.stores.events.put(Array.from({ length: views }, (_, i) => aView(i, (7 * i) % 120, NOW_MS - 1_000_000 + i * 1000)));
    await worker.stores.settings.write('contributionDraw', 0.3);
    const times: string[] = [];
    const { load, send } = worker.device.ports.network;
    const note = (what: string): void => void times.push(`${what} ${worker.device.state.nowMs - NOW_MS}`);
    worker.device.ports.network.load = (url) => (url.endsWith('/v1/manifest') && note('look'), load(url));
    worker.device.ports.network.send = (grant, entry) => (note('report'), send(grant, entry));
    await worker.api.start(worker.config, agreed('local', 'federate'));
    await worker.pass(70_000);
    return times;
  };
  const quick = await requestsOf(0, 5);
  expect(quick.filter((time) => time.startsWith('report'))).toHaveLength(1);
  expect(await requestsOf(150, 5)).toEqual(quick);
  expect(await requestsOf(150, 20)).toEqual(await requestsOf(0, 20)); // a slower device

});

test('a deletion takes its events out of a report that waits', async () => {
  const worker = aWorker();
  const trained = (): number => worker.notices.filter(({ kind }) => kind === 'training').length;
  await worker.api.start(worker.config, agreed('local', 'federate'));
  await worker.api.record([aView(1, 3), aView(2, 13)]);
  await worker.api.contribute();
  const before = trained();
  await worker.api.deleteEvents([hex(1)]);
  await worker.pass(2 * A_REPORT_MS);
  expect(trained()).toBe(before + 1);
  expect(worker.device.sent).toHaveLength(1);
});

test.each([
  ['withdraws', (worker: ReturnType<typeof aWorker>) => worker.api.setGrants(agreed('local'))],
  ['erases', (worker: ReturnType<typeof aWorker>) => worker.api.erase()],
])('a report that waits never leaves once the shopper %s', async (_, act) => {
  const worker = aWorker();
  await worker.api.start(worker.config, agreed('local', 'federate'));
  await worker.api.record([aView(1, 3), aView(2, 13)]);
  await worker.api.contribute();
  expect(worker.notices.map(({ kind }) => kind)).toContain('training');
  await act(worker);
  await worker.pass(60_000);
  expect(worker.device.sent).toEqual([]);
  expect(await worker.stores.ledger.entries()).toEqual([]);
});

test('two tabs: while another holds the lock this one trains and sends nothing', async () => {
  const worker = aWorker();
  worker.held.add('homebird test');
  await worker.api.start(worker.config, agreed('local', 'federate'));
  await worker.api.record([aView(1, 3), aView(2, 13)]);
  expect(await worker.api.contribute()).toMatchObject({ ok: false, fault: { kind: 'busy' } });
  await worker.pass(30_000);
  expect(worker.device.sent).toEqual([]);
  worker.held.clear();
  expect(await worker.api.contribute()).toEqual({ ok: true, value: { uploads: 0 } }); // trained; it leaves at its own time
  expect(worker.device.sent).toEqual([]);
  await worker.pass(A_REPORT_MS);
  expect(worker.device.sent).toHaveLength(1);
});

test('pause() stops logging, training and sending, and ends by itself', async () => {
  const worker = aWorker();
  await worker.api.start(worker.config, agreed('local', 'federate'));
  await worker.api.pause(NOW_MS + 3_600_000);
  expect(await worker.api.record([aView(1, 3)])).toMatchObject({ ok: false, fault: { kind: 'paused' } });
  expect(await worker.api.contribute()).toMatchObject({ ok: false, fault: { kind: 'paused' } });
  await worker.pass(1_800_000);
  expect(worker.device.sent).toEqual([]);
  expect(valueOf(await worker.api.profile()).pausedUntilMs).toBe(NOW_MS + 3_600_000);
  await worker.pass(1_800_001);
  expect(await worker.api.record([aView(1, 3)])).toMatchObject({ ok: true });
  await worker.api.pause('resumed');
  expect(await worker.api.record([aView(2, 3)])).toMatchObject({ ok: false, fault: { kind: 'paused' } });
  await worker.api.pause(null);
  expect(await worker.api.record([aView(2, 3)])).toMatchObject({ ok: true });
});

test('withdrawing local stops everything at once and keeps the history until it is erased', async () => {
  const worker = aWorker();
  await worker.api.start(worker.config, agreed('local', 'federate'));
  await worker.api.record([aView(1, 3), aView(2, 13)]);
  await worker.api.setGrants(agreed());
  worker.touched.length = 0;
  expect(await worker.api.record([aView(3, 5)])).toMatchObject({ ok: false, fault: { kind: 'no-consent' } });
  expect(valueOf(await worker.api.recommend(home)).items.every(({ reason }) => reason.scorer === 'popularity')).toBe(true);
  await worker.pass(3_600_000);
  expect(worker.touched).toEqual([]);
  expect(worker.device.sent).toEqual([]);
  expect(await worker.stores.events.all()).toHaveLength(2);
  expect(await worker.api.erase()).toEqual({ ok: true, value: { deletedEvents: 2, verifiedEmpty: true } });
  expect(await worker.stores.events.all()).toEqual([]);
});

test('an older grant never overrides a newer one', async () => {
  const worker = aWorker();
  const old = agreed('local');
  await worker.api.start(worker.config, old);
  await worker.api.setGrants(agreed());
  await worker.api.setGrants(old);
  expect(await worker.api.record([aView(1, 3)])).toMatchObject({ ok: false, fault: { kind: 'no-consent' } });
});

test('erase() bars writes that had begun: a report in training dies with its history, spent budget stays', async () => {
  const worker = aWorker();
  await worker.api.start(worker.config, agreed('local', 'federate'));
  await worker.api.record([aView(1, 3), aView(2, 13)]);
  await worker.pass(A_REPORT_MS);
  expect(worker.device.sent).toHaveLength(1);
  await worker.api.record([aView(3, 14)]);
  const [late, erased] = await Promise.all([worker.api.contribute(), worker.api.erase()]);
  expect(erased).toMatchObject({ ok: true, value: { verifiedEmpty: true } });
  expect(late.ok && late.value.uploads > 0).toBe(false);
  expect(await worker.stores.events.all()).toEqual([]);
  expect(await worker.stores.settings.read('contributionDraw')).toBeUndefined();
  expect(await worker.stores.ledger.entries()).toMatchObject([{ rho: 1 / 32, body: new Uint8Array(0) }]);
  // Consent was not taken back: what comes after is a new history.
  expect(await worker.api.record([aView(4, 7)])).toEqual({ ok: true, value: 1 });
});

test('a part that does not load costs no budget and no shelf: the report leaves after a later visit', async () => {
  let isThere = false;
  const worker = aWorker({ beforeSending: () => (isThere ? Promise.resolve() : Promise.reject(new Error('refused'))) });
  await worker.api.start(worker.config, agreed('local', 'federate'));
  await worker.api.record([aView(1, 3), aView(2, 13)]);
  await worker.pass(A_REPORT_MS);
  expect(worker.notices).toContainEqual({ kind: 'fault', fault: { kind: 'offline', message: 'A part of Homebird did not load: refused' } });
  expect(valueOf(await worker.api.profile()).models.mix).not.toBeNull(); // what was verified is used
  expect(valueOf(await worker.api.recommend(home)).items).toHaveLength(8);
  expect(await worker.stores.ledger.entries()).toEqual([]);
  isThere = true;
  await worker.pass(60_000 + A_REPORT_MS);
  expect(worker.device.sent).toHaveLength(1);
});

test('storage that is away when the work begins does not end it: the report leaves once it is back', async () => {
  const stores = memoryStores();
  let away = 2; // at the start, and again at the first turn
  const read: DeviceStores['settings']['read'] = (key) => (key === 'personalMix' && away-- > 0 ? Promise.reject(new StorageError('busy')) : stores.settings.read(key));
  const worker = aWorker({ stores: { ...stores, settings: { ...stores.settings, read } } });
  await worker.api.start(worker.config, agreed('local', 'federate'));
  await worker.pass(60_000 + A_REPORT_MS);
  expect(worker.notices.filter((notice) => notice.kind === 'fault' && notice.fault.kind === 'storage')).toHaveLength(2);
  expect(worker.device.sent).toHaveLength(1);
});

test.each([
  ['federate', (worker: ReturnType<typeof aWorker>) => worker.api.setGrants(agreed('local'))],
  ['local', (worker: ReturnType<typeof aWorker>) => worker.api.setGrants(agreed())],
  ['everything and agrees again', async (worker: ReturnType<typeof aWorker>) => {
    await worker.api.setGrants(agreed());
    await worker.api.setGrants(agreed('local'));
  }],
])('withdrawing %s while a part loads: nothing is trained, spent or sent', async (_, withdraw) => {
  let arrive = (): void => undefined;
  const loading = new Promise<void>((resolve) => { arrive = resolve; });
  let isAsked = (): void => undefined;
  const asked = new Promise<void>((resolve) => { isAsked = resolve; });
  const worker = aWorker({ beforeSending: () => (isAsked(), loading) });
  await worker.api.start(worker.config, agreed('local', 'federate'));
  await worker.api.record([aView(1, 3), aView(2, 13)]);
  const contributed = worker.api.contribute();
  await asked;
  await withdraw(worker);
  arrive();
  await contributed;
  await worker.pass(60_000);
  expect(worker.notices.map(({ kind }) => kind)).not.toContain('training');
  expect(worker.device.sent).toEqual([]);
  expect(await worker.stores.ledger.entries()).toEqual([]);
});

test('steer() hides an item for good and lowers the neighbourhood of another', async () => {
  const worker = aWorker();
  await worker.api.start(worker.config, agreed('local'));
  await worker.api.record([aView(1, 3), aView(2, 13), aView(3, 23)]);
  const [first] = valueOf(await worker.api.recommend(home)).items;
  await worker.api.steer(first?.id as ItemId, 'hide');
  expect(valueOf(await worker.api.recommend(home)).items.map(({ id }) => id)).not.toContain(first?.id);
  await worker.api.steer(products[3]?.id as ItemId, 'less');
  expect(await worker.api.steer('nothing' as ItemId, 'hide')).toMatchObject({ ok: false, fault: { kind: 'bad-request' } });
});

test('deleteEvents() takes the deleted out of the very next shelf', async () => {
  const worker = aWorker();
  await worker.api.start(worker.config, agreed('local'));
  const popular = valueOf(await worker.api.recommend(home)).items.map(({ id }) => id);
  await worker.api.record([aView(1, 3), aView(2, 13)]);
  expect(await worker.api.deleteEvents([hex(1), hex(2), hex(9)])).toEqual({ ok: true, value: [aView(1, 3), aView(2, 13)] });
  expect(valueOf(await worker.api.recommend(home)).items.map(({ id }) => id)).toEqual(popular);
});

test('moveOut() ends reporting: whatever tasks are open, nothing is trained for them or leaves', async () => {
  const worker = aWorker();
  await worker.api.start(worker.config, agreed('local', 'federate'));
  await worker.api.record([aView(1, 3), aView(2, 13)]);
  valueOf(await worker.api.moveOut(valueOf(await worker.api.packMove())));
  await worker.pass(A_REPORT_MS);
  expect(worker.device.sent).toEqual([]);
  expect(worker.notices.some(({ kind }) => kind === 'training')).toBe(false);
});

test('exportText() holds every event, setting and sealed byte', async () => {
  const worker = aWorker();
  await worker.api.start(worker.config, agreed('local', 'federate'));
  await worker.api.record([aView(1, 3), aView(2, 13)]);
  await worker.pass(A_REPORT_MS);
  const [body = new Uint8Array(0)] = worker.device.sent;
  const exported = JSON.parse(valueOf(await worker.api.exportText())) as { events: unknown[]; uploads: { body: string }[]; settings: { contributionDraw: number } };
  expect(exported.events).toEqual([aView(1, 3), aView(2, 13)]);
  expect(exported.uploads.map((upload) => upload.body)).toEqual([Buffer.from(body).toString('hex')]);
  expect(exported.settings.contributionDraw).toBeGreaterThanOrEqual(0);
});

test('a store that fails costs the shelf its history, not the shelf', async () => {
  const stores = memoryStores();
  const worker = aWorker({ stores: { ...stores, events: { ...stores.events, all: () => Promise.reject(Object.assign(new Error('gone'), { name: 'StorageError' })) } } });
  await worker.api.start(worker.config, agreed('local'));
  expect(valueOf(await worker.api.recommend(home)).items).toHaveLength(8);
  expect(worker.notices).toContainEqual({ kind: 'fault', fault: { kind: 'storage', message: 'gone' } });
  expect(await worker.api.record([aView(1, 3)])).toMatchObject({ ok: false, fault: { kind: 'storage' } });
});

test('start() names what is wrong with the catalogue, and may be tried again', async () => {
  const worker = aWorker();
  expect(await worker.api.recommend(home)).toMatchObject({ ok: false, fault: { kind: 'not-started' } });
  expect(await worker.api.start({ ...worker.config, catalogueUrl: 'https://shop.example/none.json' }, agreed())).toMatchObject({ ok: false, fault: { kind: 'catalogue' } });
  expect(await worker.api.recommend(home)).toMatchObject({ ok: false, fault: { kind: 'catalogue' } }); // not that somebody forgot to start
  expect(await worker.api.start(worker.config, agreed())).toMatchObject({ ok: true });
  expect(await worker.api.products([products[5]?.id as ItemId, 'nothing' as ItemId])).toMatchObject({ ok: true, value: [{ title: products[5]?.title }] });
});

test('resolve() names products by the catalogue’s own ids, before consent too', async () => {
  const worker = aWorker();
  expect(await worker.api.resolve(['x'])).toMatchObject({ ok: false, fault: { kind: 'not-started' } });
  await worker.api.start(worker.config, agreed());
  const id = products[5]?.id as ItemId;
  expect(await worker.api.resolve([id, ` ${id.toLowerCase()} `, 'nothing', ''])).toEqual({ ok: true, value: [id, id, null, null] });
  expect(valueOf(await worker.api.resolve(Array.from({ length: 500 }, () => id)))).toHaveLength(100);
});

test('erase() deletes what earlier visits kept although the catalogue does not load', async () => {
  const stores = memoryStores();
  const before = aWorker({ stores });
  await before.api.start(before.config, agreed('local'));
  await before.api.record([aView(1, 3)]);
  const worker = aWorker({ stores });
  await worker.api.start({ ...worker.config, catalogueUrl: 'https://shop.example/none.json' }, agreed('local'));
  expect(await worker.api.profile()).toMatchObject({ ok: false, fault: { kind: 'catalogue' } });
  expect(await worker.api.erase()).toEqual({ ok: true, value: { deletedEvents: 1, verifiedEmpty: true } });
});

/** A table of pairs over the 120 products, some of its cells filled. */
const aTable = (catalogue: ContentHash) => ({ weights: Float32Array.from({ length: pairLayout(catalogueOf(catalogue, products, contentVectors(products)), 1).cells }, (_, cell) => (cell % 11 === 0 ? 640 : 0)), maxBlocks: 1, catalogue });

test('a published table of pairs joins the scorers in idle time, also on the next page before the leader answers', async () => {
  deployment = await aDeployment(keys, { pairs: aTable(contentHash(built.files.get('catalogue.json') ?? new Uint8Array(0))) });
  const worker = aWorker();
  await worker.api.start(worker.config, agreed('local'));
  await worker.api.record([aView(1, 3), aView(2, 9)]);
  expect(valueOf(await worker.api.recommend(home)).scorers).not.toContain('co-occurrence');
  await worker.pass(3000);
  expect(valueOf(await worker.api.recommend(home)).scorers).toContain('co-occurrence');
  expect(worker.notices).toContainEqual({ kind: 'scorers-ready', scorers: ['popularity', 'content', 'co-occurrence', 'on-device', 'mix'] });
  expect(valueOf(await worker.api.profile()).models.pairs).toMatchObject({ round: 0 });

  const next = aWorker({ stores: worker.stores, files: new Map() }); // the leader is away
  await next.api.start(next.config, agreed('local'));
  await next.pass(3000);
  expect(valueOf(await next.api.recommend(home)).scorers).toContain('co-occurrence');
});

test('a shelf that is asked for while a table is being read is there before the table is', async () => {
  deployment = await aDeployment(keys, { pairs: aTable(contentHash(built.files.get('catalogue.json') ?? new Uint8Array(0))) });
  const order: string[] = [];
  const answer = async (): Promise<void> => {
    order.push(`shelf of ${valueOf(await worker.api.recommend(home)).items.length}`);
  };
  let asked: Promise<void> | undefined;
  let turns = 0; // since there is a table: one before its layout, one before it is read
  const worker = aWorker({ async onIdle() {
    await new Promise((resolve) => { setImmediate(resolve); }); // as a browser's timer: what waits has its turn
    if (worker.notices.some((notice) => notice.kind === 'model-changed' && notice.model === 'pairs')) turns += 1;
    if (turns === 2) asked ??= answer();
  } });
  await worker.api.subscribe((notice) => {
    if (notice.kind === 'scorers-ready' && notice.scorers.includes('co-occurrence')) order.push('table');
  });
  await worker.api.start(worker.config, agreed('local'));
  await worker.api.record([aView(1, 3), aView(2, 9)]);
  await worker.pass(3000);
  await asked;
  expect(order).toEqual(['shelf of 8', 'table']);
});

test('a table of another catalogue is a fault, once, and shelves go on without it', async () => {
  deployment = await aDeployment(keys, { pairs: aTable('d'.repeat(64) as ContentHash) });
  const worker = aWorker();
  await worker.api.start(worker.config, agreed('local'));
  await worker.api.record([aView(1, 3)]);
  for (let turn = 0; turn < 2; turn++) await worker.pass(1_000_000);
  const faults = worker.notices.filter((notice) => notice.kind === 'fault' && notice.fault.message.includes('another catalogue'));
  expect(faults).toHaveLength(1);
  const shelf = valueOf(await worker.api.recommend(home));
  expect(shelf.items).toHaveLength(8);
  expect(shelf.scorers).not.toContain('co-occurrence');
});

test('what the shopper turns to next is ranked before it is learnt, shown and exported, sent nowhere, and erased', async () => {
  const worker = aWorker();
  await worker.api.start(worker.config, agreed('local'));
  for (let n = 0; n < 6; n++) {
    await worker.api.record([aView(n, n * 7, NOW_MS + n * 10_000)]);
    await worker.pass(9_000);
  }
  const { liveQuality } = valueOf(await worker.api.profile());
  expect(liveQuality.events).toBe(5); // nothing was known before the first
  const exported = JSON.parse(valueOf(await worker.api.exportText())) as { settings: { liveRanks: { pairs: number[] } } };
  expect(exported.settings.liveRanks.pairs).toHaveLength(5);
  expect(worker.device.sent).toEqual([]);
  await worker.api.erase();
  expect(valueOf(await worker.api.profile()).liveQuality).toEqual({ events: 0, servedHits: 0, popularityHits: 0 });
});

test('an empty log, one event, and events of products that are gone each give a shelf and one quiet report, and lose nothing', async () => {
  const logs: readonly (readonly ShopEvent[])[] = [[], [aView(1, 3)], [aView(1, 3), { ...aView(2, 4), items: [{ itemId: 'sold long ago' as ItemId }] }, { ...aView(3, 5), items: [] }]];
  for (const log of logs) {
    const stores = memoryStores();
    await stores.events.put(log);
    const worker = aWorker({ stores });
    await worker.api.start(worker.config, agreed('local', 'federate'));
    const shelf = valueOf(await worker.api.recommend(home));
    expect(shelf.items).toHaveLength(8);
    expect(shelf.scorers.includes('content')).toBe(log.length > 0);
    await worker.pass(A_REPORT_MS);
    expect(worker.notices.filter((notice) => notice.kind === 'fault' && notice.fault.kind !== 'unverified-model')).toEqual([]); // this leader's T11 and table are of other sizes
    expect(worker.device.sent).toHaveLength(1); // as anyone's: silence would tell
    expect((JSON.parse(valueOf(await worker.api.exportText())) as { events: unknown[] }).events).toHaveLength(log.length);
  }
});

test('a kept model that broke is loaded again from the leader; while it is away the model at hand stands in', async () => {
  deployment = await aDeployment(keys, { mix: initialMix().map((_, j) => (j === 5 ? 1 : 0.2)) });
  const first = aWorker();
  await first.api.start(first.config, agreed('local'));
  await first.api.record([aView(1, 3)]);
  await first.pass(5000);
  const hash = deployment.task.baseModel;
  const whole = await first.stores.files.read(hash);
  if (!whole) throw new Error('No model was kept');
  for (const broken of [whole.with(20, (whole[20] ?? 0) ^ 1), whole.subarray(0, 30), new Uint8Array(0)]) {
    await first.stores.files.write(hash, broken);
    const alone = aWorker({ stores: first.stores, files: new Map() });
    await alone.api.start(alone.config, agreed('local'));
    await alone.pass(3000);
    expect(alone.notices.some(({ kind }) => kind === 'model-changed')).toBe(false);
    expect(valueOf(await alone.api.recommend(home)).items).toHaveLength(8);
    expect(valueOf(await alone.api.profile())).toMatchObject({ events: 1, models: { mix: null } });
    const again = aWorker({ stores: first.stores });
    await again.api.start(again.config, agreed('local'));
    await again.pass(5000);
    expect(valueOf(await again.api.profile()).models.mix).toMatchObject({ hash });
    expect(await first.stores.files.read(hash)).toEqual(whole);
  }
});
