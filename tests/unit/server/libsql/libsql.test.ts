import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TaskId } from '#core/protocol';
import { LEADER_SCHEMA, leaderStoreOver, openDatabase, openLeaderStore, type Database } from '#server/libsql';
import type { LeaderStore, ReportRow } from '#server/store';
import { valueOf } from '#support/result';

const TASK = 'a'.repeat(64) as TaskId;

let folder = '';
let files = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'homebird-store-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const freshPath = (): string => join(folder, `${(files += 1)}.db`);

function aReport(n: number): ReportRow {
  return { id: new Uint8Array(16).fill(n), relay: Uint8Array.of(n, 2), leaderShare: Uint8Array.of(n, 1) };
}

function openTask(store: LeaderStore): Promise<void> {
  return store.transact(({ tasks }) => {
    tasks.add({ id: TASK, plan: 'mix', bytes: new Uint8Array([1]), opensMs: 0, closesMs: 2 ** 45 });
    tasks.move(TASK, 'planned', 'open');
  });
}

/** A database whose next COMMIT fails, before or after it was written. */
function failing(database: Database, when: () => 'never' | 'before' | 'after'): Database {
  return {
    ...database,
    script(sql) {
      if (sql !== 'COMMIT') return database.script(sql);
      const mode = when();
      if (mode === 'before') throw new Error('disk I/O error');
      database.script(sql);
      if (mode === 'after') throw new Error('disk I/O error');
    },
  };
}

describe('transact()', () => {
  test('undoes only the write that throws', async () => {
    const store = valueOf(openLeaderStore(freshPath()));
    const good = store.transact(({ settings }) => settings.set('good', Uint8Array.of(1)));
    const bad = store.transact(({ settings }) => {
      settings.set('bad', Uint8Array.of(1));
      throw new RangeError('no');
    });
    await expect(bad).rejects.toThrow('no');
    await good;
    expect(store.tables.settings.get('good')).toEqual(Uint8Array.of(1));
    expect(store.tables.settings.get('bad')).toBeUndefined();
    await store.close();
  });

  test('a commit that fails rejects, keeps nothing and can be asked again', async () => {
    let mode: 'never' | 'before' | 'after' = 'never';
    const store = leaderStoreOver(failing(valueOf(openDatabase(freshPath(), LEADER_SCHEMA)), () => mode));
    mode = 'before';
    const write = (): Promise<void> => store.transact(({ settings }) => settings.set('key', Uint8Array.of(7)));
    await expect(write()).rejects.toThrow('disk');
    expect(store.tables.settings.get('key')).toBeUndefined();
    mode = 'never';
    await write();
    expect(store.tables.settings.get('key')).toEqual(Uint8Array.of(7));
    await store.close();
  });

  test('a commit that fails although it was written leaves a store that goes on', async () => {
    let mode: 'never' | 'before' | 'after' = 'after';
    const store = leaderStoreOver(failing(valueOf(openDatabase(freshPath(), LEADER_SCHEMA)), () => mode));
    await expect(openTask(store)).rejects.toThrow('disk');
    mode = 'never';
    expect(store.tables.tasks.get(TASK)?.phase).toBe('open');
    await store.transact(({ settings }) => settings.set('key', Uint8Array.of(7)));
    await store.close();
  });

  test('a disk that is full in the midst of a group keeps whole writes only, and the store goes on once there is room', async () => {
    const database = valueOf(openDatabase(freshPath(), LEADER_SCHEMA));
    const store = leaderStoreOver(database);
    await openTask(store);
    const pages = Number(database.first('PRAGMA page_count')?.['page_count']);
    database.first(`PRAGMA max_page_count = ${pages + 8}`); // SQLite says SQLITE_FULL past it, as it does for a disk
    const add = (n: number): Promise<void> => store.transact(({ reports }) => reports.add(TASK, { ...aReport(n), relay: new Uint8Array(9_000).fill(n) }, new Uint8Array(32), 480_000));
    const results = await Promise.allSettled(Array.from({ length: 12 }, (_, n) => add(n)));
    const kept = results.flatMap(({ status }, n) => (status === 'fulfilled' ? [n] : []));
    expect(kept.length).toBeLessThan(12);
    for (let n = 0; n < 12; n++) if (kept.includes(n)) expect(store.tables.reports.bodyHash(TASK, aReport(n).id)).toBeDefined(); // what was acknowledged is there
    database.first('PRAGMA max_page_count = 100000');
    for (let n = 0; n < 12; n++) {
      if (store.tables.reports.bodyHash(TASK, aReport(n).id) === undefined) await add(n); // each sender comes again
    }
    expect(store.tables.reports.accepted(TASK)).toBe(12); // counted by the same transactions: none twice
    expect(store.tables.reports.counts(TASK).waiting).toBe(12);
    await store.close();
  });

  test('what it resolved for is there after the process is killed with SIGKILL', () => {
    const path = freshPath();
    const driver = import.meta.resolve('libsql');
    const script = `import Libsql from ${JSON.stringify(driver)};
      const file = new Libsql(${JSON.stringify(path)});
      file.pragma('journal_mode = WAL'); file.pragma('synchronous = FULL');
      file.exec("CREATE TABLE t (n INTEGER); BEGIN; INSERT INTO t VALUES (41); COMMIT; BEGIN; INSERT INTO t VALUES (42);");
      process.kill(process.pid, 'SIGKILL');`;
    expect(() => execFileSync(process.execPath, ['--input-type=module', '-e', script], { stdio: 'pipe' })).toThrow();
    const database = valueOf(openDatabase(path, ''));
    expect(database.all('SELECT n FROM t')).toEqual([{ n: 41 }]);
    database.close();
  });
});

test('openLeaderStore() refuses a file that another process has open, until that process is killed', async () => {
  const path = freshPath();
  const script = `import Libsql from ${JSON.stringify(import.meta.resolve('libsql'))};
    new Libsql(${JSON.stringify(`${path}.lock`)}).exec('BEGIN EXCLUSIVE'); process.stdout.write('held'); setTimeout(() => {}, 60_000);`;
  const other = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(other.stdout, 'data');
  const refused = openLeaderStore(path);
  expect(refused).toMatchObject({ ok: false, fault: { kind: 'in-use' } });
  other.kill('SIGKILL');
  await once(other, 'exit');
  await valueOf(openLeaderStore(path)).close();
});

test('openLeaderStore() keeps keys and shares from other users of the machine', async () => {
  const path = freshPath();
  const store = valueOf(openLeaderStore(path));
  await openTask(store);
  for (const file of [path, `${path}-wal`]) expect(statSync(file).mode & 0o077).toBe(0);
  await store.close();
});

test('openLeaderStore() turns a file that is no database into a fault', () => {
  const result = openLeaderStore('/dev/null/nothing.db');
  expect(result.ok).toBe(false);
});

describe('reports', () => {
  test('a job keeps its reports until it is finished, once', async () => {
    const store = valueOf(openLeaderStore(freshPath()));
    await openTask(store);
    await store.transact(({ reports }) => {
      for (let n = 1; n <= 5; n++) reports.add(TASK, aReport(n), new Uint8Array(32), 480_000);
    });
    const job = await store.transact(({ reports }) => reports.claim(TASK, 'j1', 3));
    expect(job?.reports.map(({ id }) => id[0])).toEqual([1, 2, 3]);
    expect(store.tables.reports.unfinished(TASK)).toEqual([job]);
    const rest = await store.transact(({ reports }) => reports.claim(TASK, 'j2', 3));
    expect(rest?.reports.length).toBe(2);
    if (!job || !rest) throw new Error('jobs are missing');
    expect(await store.transact(({ reports }) => reports.finish(job, [new Uint8Array(16).fill(2)]))).toBe(true);
    expect(await store.transact(({ reports }) => reports.finish(job, []))).toBe(false);
    expect(store.tables.reports.counts(TASK)).toEqual({ waiting: 2, counted: 2, rejected: 1 });
    expect(store.tables.reports.countedIds(TASK).map((id) => id[0])).toEqual([1, 3]);
    await store.close();
  });

  test('a counted report keeps its id and hash but not its shares', async () => {
    const path = freshPath();
    const store = valueOf(openLeaderStore(path));
    await openTask(store);
    await store.transact(({ reports }) => reports.add(TASK, aReport(9), new Uint8Array(32).fill(5), 1));
    const job = await store.transact(({ reports }) => reports.claim(TASK, 'j', 10));
    if (!job) throw new Error('job is missing');
    await store.transact(({ reports }) => reports.finish(job, []));
    expect(store.tables.reports.bodyHash(TASK, aReport(9).id)).toEqual(new Uint8Array(32).fill(5));
    await store.close();
    const raw = valueOf(openDatabase(path, ''));
    expect(raw.first('SELECT relay FROM report')).toEqual({ relay: null });
    expect(raw.all('SELECT * FROM leader_share')).toEqual([]);
    raw.close();
  });

  test('of what is deleted nothing lies in the file but leaders\' shares, which alone are noise', async () => {
    const path = freshPath();
    const store = valueOf(openLeaderStore(path));
    await openTask(store);
    const [relay, sum] = [new Uint8Array(600).fill(0xa7), new Uint32Array(20_000).fill(0xb6b6b6b6)];
    await store.transact(({ reports }) => {
      for (let i = 0; i < 50; i++) reports.add(TASK, { id: aReport(i).id, relay, leaderShare: new Uint8Array(55_000).fill(i) }, new Uint8Array(32), 1);
    });
    const job = await store.transact(({ reports, batches }) => {
      batches.putSum(TASK, { sum, reports: 0 });
      return reports.claim(TASK, 'j', 64);
    });
    if (!job) throw new Error('job is missing');
    await store.transact(({ reports, batches }) => {
      reports.finish(job, []);
      batches.dropSum(TASK);
    });
    await store.close();
    const file = readFileSync(path);
    expect(file.includes(Buffer.from(relay.subarray(0, 32)))).toBe(false);
    expect(file.includes(Buffer.alloc(32, 0xb6))).toBe(false);
  });

  test('a leader of an earlier version still has the shares of its reports', async () => {
    const path = freshPath();
    const before = valueOf(openDatabase(path, `CREATE TABLE report (
      position INTEGER PRIMARY KEY, task TEXT NOT NULL, id BLOB NOT NULL, body_hash BLOB NOT NULL, hour INTEGER NOT NULL, state TEXT NOT NULL, job TEXT,
      relay BLOB, leader_share BLOB, UNIQUE (task, id));`));
    const { id, relay, leaderShare } = aReport(9);
    before.run(`INSERT INTO report (task, id, body_hash, hour, state, relay, leader_share) VALUES (?, ?, ?, 1, 'waiting', ?, ?)`, TASK, id, new Uint8Array(32), relay, leaderShare);
    before.close();
    for (const opening of [1, 2]) {
      const store = valueOf(openLeaderStore(path));
      if (opening === 2) expect(await store.transact(({ reports }) => reports.claim(TASK, 'j', 10))).toEqual({ id: 'j', task: TASK, reports: [{ id, relay, leaderShare }] });
      await store.close();
    }
  });
});

test('counts() of a leader that counted its rows each time are those of the rows, and go on from there', async () => {
  const path = freshPath();
  const before = valueOf(openDatabase(path, `CREATE TABLE report (
    position INTEGER PRIMARY KEY, task TEXT NOT NULL, id BLOB NOT NULL, body_hash BLOB NOT NULL, hour INTEGER NOT NULL, state TEXT NOT NULL, job TEXT, relay BLOB, UNIQUE (task, id));
    CREATE TABLE report_total (task TEXT PRIMARY KEY, accepted INTEGER NOT NULL);`));
  const states = ['waiting', 'in-job', 'counted', 'counted', 'rejected', 'counted'];
  for (const [n, state] of states.entries()) before.run(`INSERT INTO report (task, id, body_hash, hour, state) VALUES (?, ?, ?, 1, ?)`, TASK, aReport(n).id, new Uint8Array(32), state);
  before.run('INSERT INTO report_total (task, accepted) VALUES (?, 4)', TASK); // begun after the first two had come
  before.close();
  for (const opening of [1, 2]) {
    const store = valueOf(openLeaderStore(path));
    expect([opening, store.tables.reports.counts(TASK), store.tables.reports.accepted(TASK)]).toEqual([opening, { waiting: 2, counted: 3, rejected: 1 }, 6]);
    await store.close();
  }
  const store = valueOf(openLeaderStore(path));
  await store.transact(({ reports }) => reports.add(TASK, aReport(7), new Uint8Array(32), 1));
  expect(store.tables.reports.counts(TASK)).toEqual({ waiting: 3, counted: 3, rejected: 1 });
  await store.close();
});

test('accepted() counts every report of a task, also after it was counted or rejected, and none of a failed write', async () => {
  const store = valueOf(openLeaderStore(freshPath()));
  const add = (byte: number): Promise<void> => store.transact(({ reports }) => reports.add(TASK, { id: new Uint8Array(16).fill(byte), relay: Uint8Array.of(1), leaderShare: Uint8Array.of(1) }, new Uint8Array(32), 0));
  expect(store.tables.reports.accepted(TASK)).toBe(0);
  await add(1);
  await add(2);
  await expect(add(2)).rejects.toThrow();
  await store.transact(({ reports }) => {
    const job = reports.claim(TASK, 'a'.repeat(32), 10);
    if (job) reports.finish(job, [new Uint8Array(16).fill(2)]);
  });
  expect(store.tables.reports.accepted(TASK)).toBe(2);
  await store.close();
});

describe('batches', () => {
  test('a second released share of one batch cannot be written', async () => {
    const store = valueOf(openLeaderStore(freshPath()));
    const share = { bytes: Uint8Array.of(1), reports: 50, idsRoot: 'aa' };
    await store.transact(({ batches }) => batches.addShare(TASK, 'leader', share));
    await expect(store.transact(({ batches }) => batches.addShare(TASK, 'leader', { ...share, bytes: Uint8Array.of(2) }))).rejects.toThrow();
    expect(store.tables.batches.share(TASK, 'leader')).toEqual(share);
    await store.close();
  });

  test('sums keep all 32 bits of every entry', async () => {
    const store = valueOf(openLeaderStore(freshPath()));
    const sum = Uint32Array.of(0, 1, 0x8000_0000, 0xffff_ffff);
    await store.transact(({ batches }) => batches.putSum(TASK, { sum, reports: 3 }));
    expect(store.tables.batches.sum(TASK, 4)).toEqual({ sum, reports: 3 });
    await store.transact(({ batches }) => batches.dropSum(TASK));
    expect(store.tables.batches.sum(TASK, 4)).toEqual({ sum: new Uint32Array(4), reports: 0 });
    await store.close();
  });
});
