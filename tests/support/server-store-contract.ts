import { expect } from 'vitest';
import type { TaskId } from '../../src/core/protocol/index.ts';
import type { HelperStore, JobRow, LeaderStore, LeaderTables, ReportRow } from '../../server/store/index.ts';

/** Stores under test, all over one and the same place, which is empty at first. */
export interface StoresUnderTest {
  /** Opens the place; after a `close` again, with what was kept. */
  leader(): Promise<LeaderStore>;
  helper(): Promise<HelperStore>;
  /** Opens the leader's place a second time while it is open; undefined where the store keeps a second process off. */
  anotherLeader(): Promise<LeaderStore | undefined>;
}

/** One promise of every store of leader and helper. Throws where it is broken. */
export interface StorePromise {
  readonly title: string;
  check(stores: StoresUnderTest): Promise<void>;
}

const TASK = 'a'.repeat(64) as TaskId;
const OTHER = 'b'.repeat(64) as TaskId;
const HASH = new Uint8Array(32).fill(3);

function aReport(n: number): ReportRow {
  return { id: Uint8Array.from({ length: 16 }, (_, i) => (i === 0 ? n : 7)), relay: Uint8Array.of(n, 2), leaderShare: Uint8Array.of(n, 1) };
}

function addReports({ reports }: LeaderTables, numbers: readonly number[], task = TASK): void {
  for (const n of numbers) reports.add(task, aReport(n), HASH, 480_000);
}

function numbersOf(job: JobRow | undefined): readonly (number | undefined)[] {
  return (job?.reports ?? []).map(({ id }) => id[0]);
}

function isThere<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('Wanted a value');
  return value;
}

const TRANSACTIONS: readonly StorePromise[] = [
  {
    title: 'what transact resolved for is there after the store was closed and opened again',
    async check(stores) {
      const first = await stores.leader();
      expect(await first.transact(({ settings }) => {
        settings.set('key', Uint8Array.of(1, 2));
        return 'value';
      })).toBe('value');
      await first.close();
      const second = await stores.leader();
      expect(second.tables.settings.get('key')).toEqual(Uint8Array.of(1, 2));
      await second.close();
    },
  },
  {
    title: 'a throw undoes all of its own transaction and nothing of others that overlap',
    async check(stores) {
      const store = await stores.leader();
      const results = await Promise.allSettled([
        store.transact(({ settings }) => settings.set('before', HASH)),
        store.transact((tables) => {
          tables.settings.set('bad', HASH);
          addReports(tables, [1]);
          throw new RangeError('no');
        }),
        store.transact(({ settings }) => settings.set('after', HASH)),
      ]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(['before', 'bad', 'after'].map((name) => store.tables.settings.get(name) !== undefined)).toEqual([true, false, true]);
      expect(store.tables.reports.accepted(TASK)).toBe(0);
      await store.close();
    },
  },
  {
    title: 'works that overlap run one after the other, in the order asked for, and each sees those before it',
    async check(stores) {
      const store = await stores.leader();
      const append = (n: number) => store.transact(({ settings }) => {
        const next = Uint8Array.of(...(settings.get('list') ?? []), n);
        settings.set('list', next);
        expect(settings.get('list')).toEqual(next); // it sees its own writes
      });
      await Promise.all(Array.from({ length: 50 }, (_, n) => append(n)));
      expect(store.tables.settings.get('list')).toEqual(Uint8Array.from({ length: 50 }, (_, n) => n));
      await store.close();
    },
  },
  {
    title: 'bytes that go in and come out are copies',
    async check(stores) {
      const store = await stores.leader();
      const bytes = Uint8Array.of(1, 2, 3);
      await store.transact(({ settings }) => settings.set('key', bytes.subarray(1)));
      bytes.fill(9);
      store.tables.settings.get('key')?.fill(8);
      expect(store.tables.settings.get('key')).toEqual(Uint8Array.of(2, 3));
      await store.close();
    },
  },
];

const UNIQUENESS: readonly StorePromise[] = [
  {
    title: 'a report id is taken once per task, and again by another task',
    async check(stores) {
      const store = await stores.leader();
      await store.transact((tables) => addReports(tables, [1]));
      await expect(store.transact((tables) => addReports(tables, [2, 1]))).rejects.toThrow();
      await store.transact((tables) => addReports(tables, [1], OTHER));
      expect([store.tables.reports.accepted(TASK), store.tables.reports.accepted(OTHER)]).toEqual([1, 1]);
      expect(store.tables.reports.bodyHash(TASK, aReport(1).id)).toEqual(HASH);
      expect(store.tables.reports.bodyHash(TASK, aReport(2).id)).toBeUndefined();
      await store.close();
    },
  },
  {
    title: 'one share per task and owner is released, and the first signature stays',
    async check(stores) {
      const store = await stores.helper();
      const share = { bytes: Uint8Array.of(1), reports: 50, idsRoot: 'aa' };
      await store.transact(({ batches }) => batches.addShare(TASK, 'helper', share));
      await expect(store.transact(({ batches }) => batches.addShare(TASK, 'helper', { ...share, bytes: Uint8Array.of(2) }))).rejects.toThrow();
      await store.transact(({ batches }) => batches.addShare(TASK, 'leader', share));
      await store.transact(({ batches }) => batches.addSignature(TASK, Uint8Array.of(5)));
      await store.transact(({ batches }) => batches.addSignature(TASK, Uint8Array.of(6)));
      expect(store.tables.batches.share(TASK, 'helper')).toEqual(share);
      expect(store.tables.batches.signature(TASK)).toEqual(Uint8Array.of(5));
      await store.close();
    },
  },
  {
    title: 'a round has one record, and a position of the log one leaf',
    async check(stores) {
      const store = await stores.leader();
      const round = () => store.transact(({ rounds, log }) => {
        rounds.add(1, Uint8Array.of(1), 4);
        log.addLeaf(0, Uint8Array.of(1));
        log.addNode(0, 0, HASH);
      });
      await round();
      await expect(round()).rejects.toThrow();
      await expect(store.transact(({ log }) => log.addLeaf(0, Uint8Array.of(2)))).rejects.toThrow();
      expect(store.tables.rounds.all()).toEqual([{ round: 1, record: Uint8Array.of(1), leaf: 4 }]);
      expect([store.tables.rounds.last(), store.tables.log.size()]).toEqual([1, 1]);
      expect(store.tables.log.leaves(0, 9)).toEqual([Uint8Array.of(1)]);
      expect(store.tables.log.nodes(0, 0, 1)).toEqual([HASH]);
      await store.close();
    },
  },
  {
    title: 'one task of a base model and block is open at a time',
    async check(stores) {
      const store = await stores.helper();
      await store.transact(({ tasks }) => tasks.add(TASK, 'base', 0, Uint8Array.of(1)));
      await expect(store.transact(({ tasks }) => tasks.add(OTHER, 'base', 0, Uint8Array.of(2)))).rejects.toThrow();
      expect(store.tables.tasks.openFor('base', 0)).toBe(TASK);
      expect(store.tables.tasks.openFor('base', 1)).toBeUndefined();
      await store.transact(({ tasks }) => {
        tasks.setPhase(TASK, 'collected');
        tasks.add(OTHER, 'base', 0, Uint8Array.of(2));
      });
      expect([store.tables.tasks.openFor('base', 0), store.tables.tasks.get(TASK)?.phase]).toEqual([OTHER, 'collected']);
      expect([store.tables.tasks.open(), store.tables.tasks.collected()]).toEqual([[OTHER], [TASK]]);
      await store.close();
    },
  },
  {
    title: 'a report id is seen once, and a job answered once',
    async check(stores) {
      const store = await stores.helper();
      const answer = () => store.transact(({ jobs }) => {
        jobs.addSeen(TASK, aReport(2).id, true);
        jobs.addSeen(TASK, aReport(1).id, true);
        jobs.addSeen(TASK, aReport(3).id, false);
        jobs.addAnswer(TASK, 'j', HASH, Uint8Array.of(4));
      });
      await answer();
      await expect(answer()).rejects.toThrow();
      await expect(store.transact(({ jobs }) => jobs.addAnswer(TASK, 'j', HASH, Uint8Array.of(5)))).rejects.toThrow();
      expect([1, 3, 4].map((n) => store.tables.jobs.isSeen(TASK, aReport(n).id))).toEqual([true, true, false]);
      expect(store.tables.jobs.isSeen(OTHER, aReport(1).id)).toBe(false);
      expect([1, 3, 4].map((n) => store.tables.jobs.isCounted(TASK, aReport(n).id))).toEqual([true, false, false]);
      expect(store.tables.jobs.isCounted(OTHER, aReport(1).id)).toBe(false);
      expect(store.tables.jobs.countedIds(TASK).map(([first]) => first)).toEqual([1, 2]); // in byte order
      expect(store.tables.jobs.answer(TASK, 'j')).toEqual({ requestHash: HASH, response: Uint8Array.of(4) });
      await store.close();
    },
  },
  {
    title: 'answers of one task are dropped, and its ids stay',
    async check(stores) {
      const store = await stores.helper();
      await store.transact(({ jobs }) => {
        for (const task of [TASK, OTHER]) {
          jobs.addSeen(task, aReport(1).id, true);
          jobs.addAnswer(task, 'j', HASH, Uint8Array.of(4));
        }
      });
      await store.transact(({ jobs }) => jobs.dropAnswers(TASK));
      expect([TASK, OTHER].map((task) => store.tables.jobs.answer(task, 'j') !== undefined)).toEqual([false, true]);
      expect(store.tables.jobs.countedIds(TASK).length).toBe(1);
      await store.close();
    },
  },
  {
    title: 'the bytes of a log are those of its leaves, and what is kept takes at least as many',
    async check(stores) {
      const store = await stores.helper();
      expect(store.tables.log.bytes()).toBe(0);
      const before = store.usedBytes();
      await store.transact(({ log }) => [1, 200_000].forEach((length, position) => log.addLeaf(position, new Uint8Array(length))));
      expect(store.tables.log.bytes()).toBe(200_001);
      expect(store.usedBytes() - before).toBeGreaterThan(190_000);
      await store.close();
    },
  },
];

const JOBS: readonly StorePromise[] = [
  {
    title: 'a job keeps its reports until it is finished, over a restart, and ends once',
    async check(stores) {
      const first = await stores.leader();
      await first.transact((tables) => addReports(tables, [1, 2, 3, 4, 5]));
      const job = await first.transact(({ reports }) => reports.claim(TASK, 'j1', 3));
      expect(numbersOf(job)).toEqual([1, 2, 3]);
      await first.close();
      const store = await stores.leader();
      expect(store.tables.reports.unfinished(TASK)).toEqual([job]);
      expect(numbersOf(await store.transact(({ reports }) => reports.claim(TASK, 'j2', 9)))).toEqual([4, 5]); // none twice
      expect(await store.transact(({ reports }) => reports.claim(TASK, 'j3', 9))).toBeUndefined();
      expect(store.tables.reports.counts(TASK)).toEqual({ waiting: 5, counted: 0, rejected: 0 });
      expect(await store.transact(({ reports }) => reports.finish(isThere(job), [aReport(2).id]))).toBe(true);
      expect(await store.transact(({ reports }) => reports.finish(isThere(job), []))).toBe(false);
      expect(store.tables.reports.counts(TASK)).toEqual({ waiting: 2, counted: 2, rejected: 1 });
      expect(store.tables.reports.unfinished(TASK).map(({ id }) => id)).toEqual(['j2']);
      expect(store.tables.reports.countedIds(TASK).map(([n]) => n)).toEqual([1, 3]);
      expect([1, 2, 4].map((n) => store.tables.reports.isCounted(TASK, aReport(n).id))).toEqual([true, false, false]); // counted, rejected, waiting
      expect(store.tables.reports.isCounted(OTHER, aReport(1).id)).toBe(false);
      expect([store.tables.reports.accepted(TASK), store.tables.reports.accepted(OTHER)]).toEqual([5, 0]);
      expect(store.tables.reports.counts(OTHER)).toEqual({ waiting: 0, counted: 0, rejected: 0 });
      await store.transact(({ reports }) => reports.dropShares(TASK)); // given up: what stood where is still told
      expect(store.tables.reports.counts(TASK)).toEqual({ waiting: 2, counted: 2, rejected: 1 });
      await store.close();
    },
  },
  {
    title: 'no report is handed to two processes: a second one is kept off, or claims others',
    async check(stores) {
      const store = await stores.leader();
      await store.transact((tables) => addReports(tables, [1, 2, 3, 4]));
      const second = await stores.anotherLeader();
      if (second) {
        const jobs = await Promise.all([store.transact(({ reports }) => reports.claim(TASK, 'j1', 2)), second.transact(({ reports }) => reports.claim(TASK, 'j2', 2))]);
        expect(new Set(jobs.flatMap(numbersOf)).size).toBe(4);
        await second.close();
      }
      await store.close();
    },
  },
];

const VALUES: readonly StorePromise[] = [
  {
    title: 'a phase moves only from where it is',
    async check(stores) {
      const store = await stores.leader();
      const row = { id: TASK, plan: 'mix', bytes: Uint8Array.of(1), opensMs: 5, closesMs: 2 ** 45 };
      const move = (from: 'planned' | 'open', to: 'open' | 'closed') => store.transact(({ tasks }) => tasks.move(TASK, from, to));
      await store.transact(({ tasks }) => tasks.add(row));
      await expect(store.transact(({ tasks }) => tasks.add(row))).rejects.toThrow();
      expect(await move('open', 'closed')).toBe(false);
      expect(await move('planned', 'open')).toBe(true);
      expect(await move('planned', 'open')).toBe(false);
      await store.transact(({ tasks }) => tasks.setLeaf(TASK, 3));
      expect(store.tables.tasks.get(TASK)).toEqual({ ...row, phase: 'open', leaf: 3 });
      expect([store.tables.tasks.inPhase('planned', 'open').map(({ id }) => id), store.tables.tasks.inPhase('closed'), store.tables.tasks.count()]).toEqual([[TASK], [], 1]);
      await store.close();
    },
  },
  {
    title: 'sums keep all 32 bits of every entry, and are gone once dropped',
    async check(stores) {
      const store = await stores.leader();
      const sum = Uint32Array.of(0, 1, 0x8000_0000, 0xffff_ffff);
      expect(store.tables.batches.sum(TASK, 2)).toEqual({ sum: new Uint32Array(2), reports: 0 });
      await store.transact(({ batches }) => batches.putSum(TASK, { sum: Uint32Array.of(1), reports: 1 }));
      await store.transact(({ batches }) => batches.putSum(TASK, { sum, reports: 3 }));
      expect(store.tables.batches.sum(TASK, 4)).toEqual({ sum, reports: 3 });
      await store.transact(({ batches }) => batches.dropSum(TASK));
      expect(store.tables.batches.sum(TASK, 4)).toEqual({ sum: new Uint32Array(4), reports: 0 });
      await store.close();
    },
  },
  {
    title: 'settings are replaced, files are not, and counts of rejects add up until they are taken',
    async check(stores) {
      const store = await stores.leader();
      await store.transact(({ settings, files, rejects }) => {
        for (const value of [1, 2]) settings.set('key', Uint8Array.of(value));
        for (let i = 0; i < 2; i++) files.add('model', 'ab', Uint8Array.of(7));
        rejects.add('', 'malformed', 2);
        rejects.add('', 'malformed', 3);
        rejects.add(TASK, 'conflict', 1);
      });
      expect(store.tables.settings.get('key')).toEqual(Uint8Array.of(2));
      expect([store.tables.files.get('model', 'ab'), store.tables.files.get('state', 'ab')]).toEqual([Uint8Array.of(7), undefined]);
      expect(store.tables.rejects.of('')).toEqual({ malformed: 5 });
      expect(await store.transact(({ rejects }) => rejects.take(''))).toEqual({ malformed: 5 });
      expect([store.tables.rejects.of(''), store.tables.rejects.of(TASK)]).toEqual([{}, { conflict: 1 }]);
      await store.close();
    },
  },
  {
    title: 'a witness remembers one checkpoint of each log, the newest it was given',
    async check(stores) {
      const store = await stores.helper();
      const row = (text: string) => ({ origin: 'log.example', text, signatures: '— a b\n' });
      await store.transact(({ witnessed }) => witnessed.set(row('1')));
      await store.transact(({ witnessed }) => witnessed.set(row('2')));
      expect([store.tables.witnessed.get('log.example'), store.tables.witnessed.all(), store.tables.witnessed.get('other')]).toEqual([row('2'), [row('2')], undefined]);
      await store.close();
    },
  },
];

const CONSOLE: readonly StorePromise[] = [
  {
    title: 'a campaign is replaced only at the revision that stands, so that of two editors the second is told',
    async check(stores) {
      const first = await stores.leader();
      const row = { id: 'boots', bytes: Uint8Array.of(1), changedBy: 'ann', changedMs: 2 ** 41 };
      await first.transact(({ campaigns }) => campaigns.add(row));
      await expect(first.transact(({ campaigns }) => campaigns.add({ ...row, bytes: Uint8Array.of(9) }))).rejects.toThrow();
      const put = (n: number, revision: number) => first.transact(({ campaigns }) => campaigns.put({ ...row, bytes: Uint8Array.of(n), changedBy: 'ben', revision }));
      expect(await Promise.all([put(2, 1), put(3, 1)])).toEqual([true, false]);
      expect(await put(4, 3)).toBe(false); // never stood
      await first.transact(({ campaigns }) => campaigns.add({ ...row, id: 'also' }));
      await first.close();
      const store = await stores.leader();
      expect(store.tables.campaigns.get('boots')).toEqual({ ...row, bytes: Uint8Array.of(2), changedBy: 'ben', revision: 2 });
      expect([store.tables.campaigns.all().map(({ id }) => id), store.tables.campaigns.get('none')]).toEqual([['boots', 'also'], undefined]);
      await store.close();
    },
  },
  {
    title: 'a link is taken once',
    async check(stores) {
      const store = await stores.leader();
      const link = (hash: string, endsMs: number) => ({ hash, person: 'ann', endsMs });
      await store.transact(({ links }) => [link('a', 5), link('b', 9)].forEach((each) => links.add(each)));
      await expect(store.transact(({ links }) => links.add(link('a', 7)))).rejects.toThrow();
      expect(await Promise.all([store.transact(({ links }) => links.take('a')), store.transact(({ links }) => links.take('a'))])).toEqual([link('a', 5), undefined]);
      await store.transact(({ links }) => links.dropBefore(9));
      expect(await store.transact(({ links }) => links.take('b'))).toEqual(link('b', 9));
      await store.close();
    },
  },
  {
    title: 'who is taken away takes her sessions and links along, and others keep theirs',
    async check(stores) {
      const store = await stores.leader();
      const person = (id: string) => ({ id, name: id, role: 'editor' as const, addedMs: 3 });
      await store.transact(({ people, sessions, links }) => {
        for (const id of ['ann', 'ben']) {
          people.set(person(id));
          sessions.set({ hash: `s-${id}`, person: id, csrf: 'c', seenMs: 10 });
          links.add({ hash: `l-${id}`, person: id, endsMs: 20 });
        }
        people.set({ ...person('ben'), role: 'viewer' });
        sessions.set({ hash: 's-ben', person: 'ben', csrf: 'c', seenMs: 30 });
        people.drop('ann');
      });
      expect(store.tables.people.all()).toEqual([{ ...person('ben'), role: 'viewer' }]);
      expect([store.tables.people.get('ann'), store.tables.sessions.get('s-ann'), store.tables.sessions.get('s-ben')?.seenMs]).toEqual([undefined, undefined, 30]);
      expect(await store.transact(({ links }) => [links.take('l-ann'), links.take('l-ben')?.person])).toEqual([undefined, 'ben']);
      await store.transact(({ sessions }) => sessions.dropBefore(30));
      expect(store.tables.sessions.get('s-ben')).toBeDefined();
      await store.transact(({ sessions }) => sessions.drop('s-ben'));
      expect(store.tables.sessions.get('s-ben')).toBeUndefined();
      await store.close();
    },
  },
];

/** Everything that a store of leader and helper promises above what its types say. */
export const SERVER_STORE_CONTRACT: readonly StorePromise[] = [...TRANSACTIONS, ...UNIQUENESS, ...JOBS, ...VALUES, ...CONSOLE];
