import { beforeAll, describe, expect, test } from 'vitest';
import { auditDeployment, NO_ADDRESS, servedAt, type AuditCheck, type AuditOptions, type AuditReport, type LoadFile } from '#core/audit';
import { encodeLogEntry, type LogEntry } from '#core/protocol';
import { leafHash, TILE_WIDTH, treeRoot, type TreeHead } from '#core/tlog';
import { contentHash, fail, ok, utf8Encode, type ContentHash } from '#core/units';
import { ed25519, webSymmetric } from '#page/crypto';
import { publishedDeployment, type Mischief, type PublishedDeployment } from '#support/deployment';
import { aHash, NOON_MS } from '#support/federation';
import { growingTree } from '../../../../src/core/audit/tree.ts';

const failed = ({ checks }: AuditReport): AuditCheck[] => checks.filter((check) => !check.ok && check.advisory !== true);
const of = (id: string, { checks }: AuditReport): AuditCheck[] => checks.filter((check) => check.id === id);

function audit({ load, policy }: Pick<PublishedDeployment, 'load' | 'policy'>, more: Partial<AuditOptions> = {}): Promise<AuditReport> {
  return auditDeployment({ load, policy, nowMs: NOON_MS, symmetric: webSymmetric, ed25519, ...more });
}

const treeOf = (entries: readonly LogEntry[]): TreeHead => ({ size: entries.length, root: treeRoot(entries.map((entry) => leafHash(encodeLogEntry(entry)))) });

let honest: PublishedDeployment;
/** The same log with another entry 6, signed by the same key: the other half of a split view. */
let other: PublishedDeployment;
const swapped: Mischief = { entries: (all) => all.map((entry, i) => (i === 6 && entry.type === 'round' ? { ...entry, record: { ...entry.record, closedMs: entry.record.closedMs + 1 } } : entry)) };
beforeAll(async () => {
  honest = await publishedDeployment();
  other = await publishedDeployment(swapped);
});

describe('the log since the last visit', () => {
  test('goes on where it only grew', async () => {
    for (let size = 1; size <= honest.entries.length; size++) {
      const report = await audit(honest, { seen: treeOf(honest.entries.slice(0, size)) });
      expect(of('consistency', report).map(({ ok: holds }) => holds), `${size} entries seen`).toEqual([true]);
    }
  });

  test('is another one where a leaf that was seen is gone: the tree that is left is whole, and only the visitor can tell', async () => {
    const shorter = await publishedDeployment({ entries: (all) => all.filter((_, i) => i !== 4) });
    const report = await audit(shorter, { seen: treeOf(honest.entries) });
    expect(of('consistency', report)[0]).toMatchObject({ ok: false });
    expect(of('tree', report)[0]?.ok).toBe(true);
    expect(report.ok).toBe(false);
  });

  test('is another one where an entry that was seen is changed', async () => {
    const report = await audit(other, { seen: treeOf(honest.entries.slice(0, 8)) });
    expect(of('consistency', report)[0]?.detail).toContain('The first 8 entries are not the ones seen before');
  });

  test('is not asked about at the first visit', async () => {
    expect(of('consistency', await audit(honest))).toEqual([]);
  });
});

describe('a copy of the log', () => {
  const copyOf = (load: LoadFile): Pick<AuditOptions, 'copies'> => ({ copies: [{ keeper: 'the helper', load }] });

  test('that is the same, or behind, agrees', async () => {
    const behind = await publishedDeployment({ rounds: 2 });
    expect(of('copy', await audit(honest, copyOf(honest.load)))).toMatchObject([{ ok: true }]);
    expect(of('copy', await audit(honest, copyOf(behind.load)))).toMatchObject([{ ok: true }]);
  });

  test('that is ahead agrees on what both hold', async () => {
    const behind = await publishedDeployment({ rounds: 2 });
    const partial: LoadFile = async (path) => (path.startsWith('/log/tile/') ? behind.load(path) : honest.load(path)); // a keeper serves every width up to its own
    let asked = 0;
    const grown: LoadFile = async (path) => (path === '/log/checkpoint' && asked++ > 0 ? honest.load(path) : behind.load(path)); // the leader's log has grown while it was read
    expect(of('copy', await audit({ policy: behind.policy, load: grown as typeof behind.load }, copyOf(partial)))).toMatchObject([{ ok: true, detail: `the ${behind.entries.length} entries of this audit, and ${honest.entries.length - behind.entries.length} newer ones` }]);
  });

  test('that is ahead of what the leader shows even now tells of a leader that shows an older log, signed and cosigned though it is', async () => {
    const behind = await publishedDeployment({ rounds: 2 });
    const partial: LoadFile = async (path) => (path.startsWith('/log/tile/0/') ? behind.load(path) : honest.load(path));
    const report = await audit(behind, copyOf(partial));
    expect(of('copy', report)).toMatchObject([{ ok: false, detail: expect.stringContaining('an older log is shown here') as string }]);
    expect(failed(report).map(({ id }) => id)).toEqual(['copy']);
  });

  test('limitation: a keeper that is ahead and does not serve what both hold is told of, and is not called the same', async () => {
    const behind = await publishedDeployment({ rounds: 2 });
    expect(of('copy', await audit(behind, copyOf(honest.load)))).toMatchObject([{ ok: false, advisory: true }]); // the fixture serves tiles of its own width only
  });

  test('that differs is a split view: it is named with the entry and the round', async () => {
    const report = await audit(honest, copyOf(other.load));
    expect(of('copy', report)).toMatchObject([{ ok: false, round: 1 }]);
    expect(of('copy', report)[0]?.detail).toContain('Split view: leader and the helper show two different logs from entry 6 on');
    expect(failed(report).map(({ id }) => id)).toEqual(['copy']);
  });

  test('of which the leader shows another log is a split view of the two, and the leader is not named twice', async () => {
    const report = await audit(honest, { copies: [{ keeper: 'the leader', isSource: true, load: other.load }] });
    expect(of('copy', report)[0]?.detail).toContain('Split view: the leader and the copy audited here show two different logs from entry 6 on');
  });

  /** The honest log with one of its files changed. */
  const withFile = (path: string, change: (bytes: Uint8Array) => Uint8Array): LoadFile => async (asked) => {
    const bytes = await honest.load(asked);
    return asked === path && bytes.ok ? ok(change(bytes.value)) : bytes;
  };
  const flipAt = (at: number) => (bytes: Uint8Array): Uint8Array => bytes.with(at, (bytes[at] ?? 0) ^ 1);

  test('that signs the same root and serves another entry, or another hash, is named', async () => {
    const size = honest.entries.length;
    const entry = await audit(honest, copyOf(withFile(`/log/tile/entries/000.p/${size}`, flipAt(40))));
    expect(of('copy', entry)).toMatchObject([{ ok: false, detail: 'the helper signs this log and serves other bytes for entry 0' }]);
    const cut = await audit(honest, copyOf(withFile(`/log/tile/entries/000.p/${size}`, (bytes) => bytes.subarray(0, bytes.length - 1))));
    expect(of('copy', cut)).toMatchObject([{ ok: false, detail: `the helper signs this log and serves other bytes than ${size} entries from 0 on` }]);
    const hash = await audit(honest, copyOf(withFile(`/log/tile/0/000.p/${size}`, flipAt(3 * 32))));
    expect(of('copy', hash)).toMatchObject([{ ok: false, detail: 'the helper signs this log and serves another hash for entry 3: proofs made of it fail' }]);
  });

  test('that signs the same root and serves another hash above the leaves is named', async () => {
    const long = await publishedDeployment({ entries: (all) => [...all, ...Array.from({ length: TILE_WIDTH }, (_, i): LogEntry => ({ type: 'build', files: { 'server/main.js': aHash(`build ${i}`) } }))] });
    const changed: LoadFile = async (path) => {
      const bytes = await long.load(path);
      return path === '/log/tile/1/000.p/1' && bytes.ok ? ok(flipAt(0)(bytes.value)) : bytes;
    };
    expect(of('copy', await audit(long, copyOf(long.load)))).toMatchObject([{ ok: true }]);
    expect(of('copy', await audit(long, copyOf(changed)))).toMatchObject([{ ok: false, detail: 'the helper signs this log and serves other hashes in tile/1/000.p/1: proofs through it fail' }]);
  });

  test.each(['/log/tile/0/', '/log/tile/entries/'])('whose keeper shows a checkpoint and withholds %s… is not called compared; of the leader it breaks the audit', async (withheld) => {
    const load: LoadFile = async (path) => (path.startsWith(withheld) ? fail('not-found', 'no such file') : honest.load(path));
    const helper = await audit(honest, copyOf(load));
    expect(of('copy', helper)).toMatchObject([{ ok: false, advisory: true, detail: 'Not compared: the helper signs this log and does not serve all of it' }]);
    expect(helper.ok).toBe(true);
    const leader = await audit(honest, { copies: [{ keeper: 'the leader', isSource: true, load }] });
    expect(of('copy', leader)[0]).toMatchObject({ ok: false, detail: 'Not compared: the leader signs this log and does not serve all of it' });
    expect(leader.ok).toBe(false);
  });

  test('that stopped a day ago is told of', async () => {
    const behind = await publishedDeployment({ rounds: 2 });
    const report = await audit(honest, { ...copyOf(behind.load), nowMs: NOON_MS + 2 * 86_400_000 });
    const lacks = honest.entries.length - behind.entries.length;
    expect(of('copy', report)).toMatchObject([{ ok: false, advisory: true, detail: expect.stringContaining(`it lacks the newest ${lacks} entries, and the helper signed it more than a day ago`) as string }]);
  });

  test('of the leader that ends before what was copied of it is a log that was taken back; a helper may be behind', async () => {
    const behind = await publishedDeployment({ rounds: 2 });
    const report = await audit(honest, { copies: [{ keeper: 'the leader', isSource: true, load: behind.load }] });
    expect(of('copy', report)[0]).toMatchObject({ ok: false, detail: expect.stringContaining('entries were taken back') as string });
    expect(report.ok).toBe(false);
  });

  test('of another key or name is no copy', async () => {
    const stranger: LoadFile = async (path) => (path === '/log/checkpoint' ? ok(utf8Encode('another/log\n1\nAAAA\n\n— x AAAAAAA=\n')) : honest.load(path));
    expect(of('copy', await audit(honest, copyOf(stranger)))).toMatchObject([{ ok: false }]);
  });

  test('limitation: a keeper that is away is told of, and breaks nothing', async () => {
    const report = await audit(honest, copyOf(async () => fail('offline', 'away')));
    expect(of('copy', report)).toMatchObject([{ ok: false, advisory: true }]);
    expect(report.ok).toBe(true);
  });
});

describe('served files', () => {
  const FILES: Readonly<Record<string, string>> = { 'tag/homebird.js': 'tag', 'tag/homebird-worker.js': 'worker', 'index.html': '' };
  let files: Record<string, string>;
  let deployment: PublishedDeployment;
  beforeAll(async () => {
    const page = (policy: string, leader: string): string => `<meta name="homebird-policy" content="${policy}" /><script async src="/tag/homebird.js" data-shop="${policy === '%HOMEBIRD_POLICY%' ? '%HOMEBIRD_SHOP_ID%' : 'demo'}" data-endpoint="${leader}" data-policy="${policy}"></script>`;
    const template = page('%HOMEBIRD_POLICY%', '%HOMEBIRD_LEADER%');
    const hashes = (changes: Readonly<Record<string, string>>): Record<string, ContentHash> => Object.fromEntries(Object.entries({ ...FILES, 'index.html': template, ...changes }).map(([path, text]) => [path, contentHash(utf8Encode(text))]));
    deployment = await publishedDeployment({ entries: (all) => [{ type: 'build', files: { ...hashes({ 'tag/homebird.js': 'old tag' }), 'server/main.js': aHash('old') } }, ...all, { type: 'build', files: { ...hashes({}), 'server/main.js': aHash('main') } }],
      manifest: (m) => ({ ...m, configLeaf: m.configLeaf + 1, modelLeaves: Object.fromEntries(Object.entries(m.modelLeaves).map(([kind, { leaf, round }]) => [kind, { leaf: leaf + 1, round }])) as typeof m.modelLeaves }) });
    const config = deployment.entries.find((entry) => entry.type === 'config');
    files = { ...FILES, 'index.html': page(config?.type === 'config' ? config.policy : '', deployment.policy.leaderUrl) };
  });
  const served = (changes: Readonly<Record<string, string>> = {}): LoadFile => async (path) => {
    const text = { ...files, ...changes }[path];
    return text === undefined ? fail('server-error', `404 ${path}`) : ok(utf8Encode(text));
  };

  test('that are the newest build agree, pages without what is filled in, and the server\'s own program is asked of nobody', async () => {
    const asked: string[] = [];
    const report = await audit(deployment, { served: (path) => { asked.push(path); return served()(path); } });
    expect(failed(report)).toEqual([]);
    expect(of('served', report)[0]?.detail).toContain('3 files');
    expect(of('embed', report)).toMatchObject([{ ok: true }]);
    expect(asked.sort()).toEqual(Object.keys(FILES).sort());
  });

  test.each<readonly [string, Readonly<Record<string, string>>, string]>([
    ['a script that was changed', { 'tag/homebird.js': 'tag and spy' }, 'tag/homebird.js is served as'],
    ['a script of an older build', { 'tag/homebird.js': 'old tag' }, 'which is that of build entry 0'],
    ['a page with another script in it', { 'index.html': '<script src="https://spy.example/x.js"></script>' }, 'index.html is served as'],
    ['a part that is not there', { 'tag/homebird-worker.js': undefined as unknown as string }, 'tag/homebird-worker.js is not served'],
  ])('%s is named', async (_what, changes, text) => {
    const report = await audit(deployment, { served: served(changes) });
    expect(of('served', report).map(({ detail }) => detail).join()).toContain(text);
    expect(of('served', report).every(({ ok: holds }) => !holds)).toBe(true);
    expect(report.ok).toBe(false);
  });

  test('that nobody said an address for are noted, and what agrees beside them is not called all of it', async () => {
    const report = await audit(deployment, { served: servedAt({ audit: 'https://audit.example' }, served()) });
    expect(of('served', report)).toMatchObject([{ ok: false, advisory: true }]);
    const partly = await audit(deployment, { served: async (path) => (path === 'tag/homebird.js' ? fail(NO_ADDRESS, 'nobody said') : served()(path)) });
    expect(of('served', partly)).toMatchObject([{ ok: false, advisory: true, detail: expect.stringMatching(/^Not compared: 1 of 3 files, which nobody said an address for; the others are those of build entry/) as string }]);
  });

  test('code inside a filled-in value is not taken for a value', async () => {
    const evil = (files['index.html'] ?? '').replace('content="', 'content="" /><script src="/x.js"></script><meta content="');
    expect((await audit(deployment, { served: served({ 'index.html': evil }) })).ok).toBe(false);
  });

  test.each([['policy', (page: string) => page.replace(/data-policy="[^"]*"/, `data-policy="${'b'.repeat(64)}"`)], ['leader', (page: string) => page.replace(/data-endpoint="[^"]*"/, 'data-endpoint="https://elsewhere.example"')]])('a page that makes visitors trust another %s is named', async (_what, change) => {
    const report = await audit(deployment, { served: served({ 'index.html': change(files['index.html'] ?? '') }) });
    expect(of('embed', report)).toMatchObject([{ ok: false }]);
    expect(of('served', report)).toMatchObject([{ ok: true }]);
  });

  test('limitation: a shop that cannot be reached is told of, and breaks nothing', async () => {
    const report = await audit(deployment, { served: async () => fail('offline', 'away') });
    expect(of('served', report)).toMatchObject([{ ok: false, advisory: true }]);
    expect(report.ok).toBe(true);
  });

  test('a path of the log that names no file of the shop is asked of nobody', async () => {
    const wild = await publishedDeployment({ entries: (all) => [...all, { type: 'build', files: { '../secret': aHash('a'), '/etc/x': aHash('b'), 'a?b=c': aHash('c'), 'tag/homebird.js': contentHash(utf8Encode('tag')) } }] });
    const asked: string[] = [];
    await audit(wild, { served: (path) => { asked.push(path); return served()(path); } });
    expect(asked).toEqual(['tag/homebird.js']);
  });
});

describe('tiles of hashes', () => {
  test('of every level are those of the entries', async () => {
    expect(of('tile', await audit(honest))).toMatchObject([{ ok: true, detail: 'one tile' }]);
    const long = await publishedDeployment({ entries: (all) => [...all, ...Array.from({ length: 2 * TILE_WIDTH }, (_, i): LogEntry => ({ type: 'build', files: { [`f${i}`]: aHash(`${i}`) } }))] });
    expect(of('tile', await audit(long))).toMatchObject([{ ok: true, detail: '4 tiles' }]);
    for (const path of ['/log/tile/0/000', '/log/tile/0/001', '/log/tile/1/000.p/2']) {
      const bytes = long.files.get(path) ?? new Uint8Array(1);
      const report = await audit({ policy: long.policy, load: async (asked) => (asked === path ? ok(bytes.with(33 % bytes.length, 1 ^ (bytes[33 % bytes.length] ?? 0))) : long.load(asked)) });
      expect(of('tile', report), path).toMatchObject([{ ok: false, detail: `${path.slice('/log/'.length)} holds other hashes: proofs through it fail` }]);
      expect(report.ok).toBe(false);
    }
  });

  test('that are not served keep devices from proving anything', async () => {
    const report = await audit({ policy: honest.policy, load: async (asked) => (asked.startsWith('/log/tile/0/') ? fail('not-found', 'nothing there') : honest.load(asked)) });
    expect(failed(report).map(({ id }) => id)).toEqual(['tile']);
  });
});

test('growingTree() has the root of every prefix, also past a tile', () => {
  const entries = Array.from({ length: 2 * TILE_WIDTH + 5 }, (_, i) => utf8Encode(`entry ${i}`));
  const tree = growingTree();
  for (let at = 0; at < entries.length; at += TILE_WIDTH) tree.add(entries.slice(at, at + TILE_WIDTH));
  const leaves = entries.map(leafHash);
  for (const size of [0, 1, 7, 255, 256, 257, 400, 511, 512, 513, entries.length]) expect(tree.rootAt(size), `${size}`).toEqual(treeRoot(leaves.slice(0, size)));
});
