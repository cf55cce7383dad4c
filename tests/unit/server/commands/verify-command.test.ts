import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { homebird, type CommandRun } from '#support/command-line';
import { utf8Encode } from '#core/units';
import { listen } from '#server/http';
import { NOON_MS } from '#support/federation';
import { valueOf } from '#support/result';
import { BUILT_FILES, flipped, servePublished, type PublishedSite } from '#support/published-site';

let site: PublishedSite;
let folder = '';
beforeEach(async () => {
  vi.setSystemTime(NOON_MS); // the deployment's cosignature is of that hour
  site = await servePublished();
  folder = mkdtempSync(join(tmpdir(), 'homebird-verify-')); // last: nothing is left behind where there is no site
});
afterEach(async () => {
  vi.useRealTimers();
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

const verify = (...args: readonly string[]): Promise<CommandRun> => homebird('verify', site.leader, ...args);

const bad = (out: string): readonly string[] => out.split('\n').filter((line) => line.startsWith('BAD'));

/** Writes a build of these files below the test's folder, as `dist` of a clone. */
function aBuild(files: Readonly<Record<string, string>> = BUILT_FILES): string {
  for (const [path, text] of Object.entries(files)) {
    const at = join(folder, 'dist', path.startsWith('server/') ? path : join('site', path));
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, text);
  }
  mkdirSync(join(folder, 'dist', 'server'), { recursive: true });
  return join(folder, 'dist');
}

test('verify of an honest deployment ends with 0, compared with the helper\'s copy and the files of the shop', async () => {
  const { code, out } = await verify('--policy', site.policyHash);
  expect(bad(out)).toEqual([]);
  expect(code).toBe(0);
  expect(out).toContain('ok   The log, against the copy that the helper keeps');
  expect(out).toContain('ok   Scripts and pages served, against the build in the log (3 files, build entry 0)');
  expect(out).toContain('verified: 3 rounds, 180 reports');
});

describe('a tampered deployment ends with 1 and is named:', () => {
  const round2 = (): PublishedSite['shown']['records'][number] => {
    const [, second] = site.shown.records;
    if (!second) throw new Error('There is no round 2');
    return second;
  };

  test.each<readonly [string, () => Promise<void> | void, readonly RegExp[]]>([
    ['a byte of a model flipped', () => site.tamper(`/v1/models/${round2().modelAfter}`, flipped), [/^BAD {2}round 2: Model step/m, /^WRONG: round 2, round 3$/m]],
    ['a wrong step', () => site.show({ record: (r, n) => (n === 3 ? { ...r, modelAfter: r.modelBefore } : r) }), [/^BAD {2}round 3: Model step.*recomputed, is/m, /^WRONG: .*round 3/m]],
    ['counts that differ', () => site.show({ record: (r, n) => (n === 2 ? { ...r, helperReports: 59 } : r) }), [/^BAD {2}round 2: Reports counted by leader and by helper \(The leader counted 60 reports, the helper 59\)/m, /^WRONG: round 2/m]],
    ['a leaf removed', () => site.show({ entries: (all) => all.filter((entry) => entry.type !== 'round' || entry.record.round !== 2) }), [/^BAD {2}round 3: Model and state that the round starts from/m, /^BAD {2}.*Split view: leader and the helper show two different logs from entry 9 on/m]],
    ['a split view', () => site.keepAtHelper({ record: (r, n) => (n === 1 ? { ...r, closedMs: r.closedMs + 1 } : r) }), [/^BAD {2}round 1: The log, against the copy that the helper keeps \(Split view/m, /^WRONG: round 1$/m]],
    ['a byte of a task flipped', () => site.tamper(`/v1/tasks/${round2().task}`, flipped), [/^BAD {2}round 2: Task of the round, by its id and every floor \(The task's bytes hash to/m, /^WRONG: round 2$/m]],
    ['a share withheld', () => site.tamper(`/v1/shares/${round2().helperShare}`, () => new Uint8Array(0)), [/^BAD {2}round 2: Model step/m, /^WRONG: round 2$/m]],
    ['a tile of hashes changed', () => site.tamper(`/log/tile/0/000.p/${site.shown.entries.length}`, flipped), [/^BAD {2}Tiles of hashes that proofs are made of.*proofs through it fail/m, /^WRONG: see the lines marked BAD$/m]],
    ['an entry changed in what the leader serves', () => site.tamper(`/log/tile/entries/000.p/${site.shown.entries.length}`, (bytes) => bytes.with(bytes.length - 3, (bytes.at(-3) ?? 0) ^ 1)), [/^BAD {2}Entries of the log, under the signed root/m, /^BAD {2}.*are not those that were signed, and the helper has others from entry 13 on/m]],
    ['an entry changed in what the helper serves', () => site.tamperAtHelper(`/log/tile/entries/000.p/${site.shown.entries.length}`, (bytes) => bytes.with(bytes.length - 3, (bytes.at(-3) ?? 0) ^ 1)), [/^BAD {2}The log, against the copy that the helper keeps \(the helper signs this log and serves other bytes for entry 13\)/m]],
    ['a script changed', () => site.serve('tag/homebird.js', 'tag();spy();'), [/^BAD {2}Scripts and pages served.*tag\/homebird\.js is served as/m]],
    ['a page with another policy', () => site.serve('index.html', BUILT_FILES['index.html']?.replaceAll('%HOMEBIRD_POLICY%', 'b'.repeat(64)).replaceAll('%HOMEBIRD_LEADER%', site.leader) ?? ''), [/^BAD {2}Policy and leader that the shop's own page pins \(index\.html embeds policy bbbbbbbbbbbb/m]],
  ])('%s', async (_what, tamper, wanted) => {
    await tamper();
    const { code, out } = await verify();
    expect(code).toBe(1);
    for (const line of wanted) expect(out).toMatch(line);
  });
});

describe('a shop that runs ads:', () => {
  beforeEach(async () => {
    await site.show({ ads: true });
    await site.keepAtHelper({ ads: true });
  });

  test('its public files, measurement and rounds of a head and of portraits hold, and are counted', async () => {
    const { code, out } = await verify();
    expect(bad(out)).toEqual([]);
    expect(code).toBe(0);
    for (const line of ['ok   round 4: Sum of both noised shares', 'ok   round 5: Model step', 'ok   round 6: Model step', 'ok   Prices in the log, recomputed here (entry', 'ok   round 5: File of the ctr model that devices are offered', 'ok   Pictures of campaigns that devices are offered', 'ok   File of campaigns that devices are offered', 'ok   File of their delivery that devices are offered']) expect(out).toContain(line);
    expect(out).toContain('verified: 6 rounds, 364 reports'); // 5 of 60 and one of 64
  });

  const offered = (type: 'ads' | 'delivery' | 'offers' | 'prices'): string => {
    const entry = site.shown.entries.findLast((each) => each.type === type);
    return entry && 'hash' in entry ? entry.hash : '';
  };
  const round = (number: number): PublishedSite['shown']['records'][number] => {
    const found = site.shown.records.find((record) => record.round === number);
    if (!found) throw new Error(`There is no round ${number} of a model`);
    return found;
  };
  const measured = (): NonNullable<PublishedSite['shown']['measured']> => {
    if (!site.shown.measured) throw new Error('Nothing was measured');
    return site.shown.measured;
  };

  test.each<readonly [string, () => string, RegExp]>([
    ['the campaigns', () => `/v1/ads/${offered('ads')}`, /^BAD {2}File of campaigns that devices are offered \(The ads file [0-9a-f]{12} is missing or holds other bytes\)/m],
    ['the pictures of campaigns', () => [...site.shown.files.keys()].find((path) => path.startsWith('/v1/packs/')) ?? '', /^BAD {2}Pictures of campaigns that devices are offered \(The pack [0-9a-f]{12} is missing or holds other bytes\)/m],
    ['their delivery', () => `/v1/deliveries/${offered('delivery')}`, /^BAD {2}File of their delivery that devices are offered \(The delivery file [0-9a-f]{12}/m],
    ['the coupons', () => `/v1/offers/${offered('offers')}`, /^BAD {2}File of coupons and bands that devices are offered \(The offers file [0-9a-f]{12}/m],
    ['the prices', () => `/v1/prices/${offered('prices')}`, /^BAD {2}Prices in the log, recomputed here \(entry \d+: \/v1\/prices\/[0-9a-f]{64} holds other bytes/m],
    ['a measured sum', () => `/v1/sums/${measured().sum}`, /^BAD {2}round 4: Sum of both noised shares, recomputed here \(\/v1\/sums\/[0-9a-f]{12} holds other bytes/m],
    ['a layout', () => `/v1/layouts/${measured().layout}`, /^BAD {2}round 4: Sum of both noised shares, recomputed here \(\/v1\/layouts\//m],
    ['a share of a measurement', () => `/v1/shares/${measured().helperShare}`, /^BAD {2}round 4: Sum of both noised shares, recomputed here \(\/v1\/shares\//m],
    ['a share of a head', () => `/v1/shares/${round(5).leaderShare}`, /^BAD {2}round 5: Model step/m],
    ['a trained head', () => `/v1/models/${round(5).modelAfter}`, /^BAD {2}round 5: File of the ctr model/m],
    ['what portraits remember', () => `/v1/states/${round(6).stateAfter}`, /^BAD {2}round 6: Model step/m],
  ])('one bit of %s changed ends with 1 and is named', async (_what, path, wanted) => {
    expect(site.shown.files.has(path())).toBe(true);
    site.tamper(path(), flipped);
    const { code, out } = await verify();
    expect(code).toBe(1);
    expect(out).toMatch(wanted);
  });

  test('a sum that the shares do not add up to is named, whatever it hashes to', async () => {
    site.tamper(`/v1/shares/${measured().leaderShare}`, () => site.shown.files.get(`/v1/shares/${measured().helperShare}`) ?? new Uint8Array(0));
    expect((await verify()).out).toMatch(/^BAD {2}round 4: Sum of both noised shares/m);
  });
});

describe('--checkpoint', () => {
  test('keeps what was verified, and a log that grew goes on from it', async () => {
    const path = join(folder, 'seen');
    await site.show({ rounds: 2 });
    await site.keepAtHelper({ rounds: 2 });
    expect((await verify('--checkpoint', path)).code).toBe(0);
    expect(readFileSync(path, 'utf8')).toMatch(/^homebird\.example\/log\n11\n/);
    await site.show({});
    const { code, out } = await verify('--checkpoint', path);
    expect(out).toContain('ok   The log, against what was seen here before (its first 11 entries are the ones seen then)');
    expect(code).toBe(0);
  });

  test('a log from which a leaf was removed is no continuation, and the file keeps what it had', async () => {
    const path = join(folder, 'seen');
    await verify('--checkpoint', path);
    const before = readFileSync(path, 'utf8');
    const shorter = { entries: (all: PublishedSite['shown']['entries']) => all.slice(0, -1) };
    await site.show(shorter);
    await site.keepAtHelper(shorter); // both servers together: only who looked before can tell
    const { code, out } = await verify('--checkpoint', path);
    expect(code).toBe(1);
    expect(out).toMatch(/^BAD {2}The log, against what was seen here before \(14 entries were seen before, the log now ends at 13/m);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  test('a file that holds something else is left alone', async () => {
    const path = join(folder, 'notes');
    writeFileSync(path, 'my notes\n');
    const { code, err } = await verify('--checkpoint', path);
    expect(code).toBe(1);
    expect(err).toContain(`Cannot use ${path}`);
    expect(readFileSync(path, 'utf8')).toBe('my notes\n');
  });
});

describe('--build', () => {
  test('the same build is found in the log, and every served file is its', async () => {
    const { code, out } = await verify('--build', aBuild());
    expect(out).toContain('ok   build: all 3 files served are those of the local build; it is build entry 0 of the log');
    expect(code).toBe(0);
  });

  test('names every file that differs, is missing or is not in the build', async () => {
    const { 'tag/homebird-worker.js': _worker, ...rest } = BUILT_FILES;
    const { code, out } = await verify('--build', aBuild({ ...rest, 'tag/homebird.js': 'tag(); // newer', 'tag/homebird-part-12345678.js': 'part();', 'server/main.js': 'main();' }));
    expect(code).toBe(1);
    expect(out).toMatch(/^BAD {2}build: tag\/homebird\.js is served as/m);
    expect(out).toMatch(/^BAD {2}build: tag\/homebird-part-12345678\.js is not served/m);
    expect(out).toMatch(/^BAD {2}build: tag\/homebird-worker\.js is in build entry 0 of the log and not in the build/m);
    expect(out).toContain('no build entry of the 14 in the log is this build');
    expect(out).toContain('verified: 3 rounds'); // the deployment agrees with itself: only the build is another
  });

  test.each([['none', {}], ['the audit page\'s alone', { audit: 'https://audit.example' }]])('a leader that names %s as an address of its shop leaves nothing to compare, and nothing green: ended with 1', async (_what, sites) => {
    site.serve('tag/homebird.js', 'tag();spy();');
    site.tamper('/v1/sites', () => utf8Encode(JSON.stringify({ version: 1, sites })));
    const dist = aBuild();
    const { code, out } = await verify('--build', dist);
    expect(code).toBe(1);
    expect(out).toMatch(/^BAD {2}build: tag\/homebird\.js is not compared: nobody said where it is served; name the shop's address with --site$/m);
    expect(out).toMatch(/^BAD {2}build: 3 files differ or were not compared/m);
    expect((await verify('--build', dist, '--site', site.shop)).out).toMatch(/^BAD {2}build: tag\/homebird\.js is served as/m);
  });

  test('a folder without a build is a wrong argument', async () => {
    const { code, err } = await verify('--build', join(folder, 'none'));
    expect(code).toBe(2);
    expect(err).toContain('Cannot read the build in');
  });
});

test('--json gives the same report for programs, with what is wrong by round', async () => {
  site.tamper(`/v1/shares/${site.shown.records[1]?.leaderShare ?? ''}`, flipped);
  const { code, out } = await verify('--json');
  const report = JSON.parse(out) as { ok: boolean; wrongRounds: number[]; policy: string; signatures: { role: string; holds: boolean }[] };
  expect(code).toBe(1);
  expect([report.ok, report.wrongRounds, report.policy]).toEqual([false, [2], site.policyHash]);
  expect(report.signatures.map(({ role, holds }) => [role, holds])).toEqual([['log', true], ['helper', true]]);
});

test('a candidate that devices turned down is told with its round, models and numbers, breaks nothing, and stands in the JSON', async () => {
  await site.show({ disliked: 3 });
  await site.keepAtHelper({ disliked: 3 });
  const [, , third] = site.shown.records;
  const { code, out } = await verify();
  expect(code).toBe(0);
  expect(out).toMatch(/^ok {3}round 3: Verdict on the candidate, decided again from the published sums \(dropped: verdicts of 60 devices/m);
  expect(out).toMatch(new RegExp(`^event round 3: rolled-back: The candidate of the mix model, dropped: .*; from ${third?.modelBefore} to ${third?.modelAfter}$`, 'm'));
  const report = JSON.parse((await verify('--json')).out) as { incidents: { kind: string; round: number }[]; modelHistory: { event: string; round: number }[]; rounds: { verdict?: { outcome: string; surplus: number; least: number } }[] };
  expect(report.incidents.map(({ kind, round }) => [kind, round])).toEqual([['rolled-back', 3]]);
  expect(report.modelHistory.at(-1)).toMatchObject({ event: 'dropped', round: 3, before: third?.modelBefore, after: third?.modelAfter });
  expect(report.rounds[2]?.verdict).toMatchObject({ outcome: 'rolled-back', least: 0.1, surplus: third?.verdict?.surplus });
});

test('a rollback that the sums do not ask for ends with 1 and is named', async () => {
  await site.show({ record: (r, n) => (n === 3 ? { ...r, outcome: 'rolled-back', verdict: { surplus: -0.4 } } : r) });
  const { code, out } = await verify();
  expect(code).toBe(1);
  expect(out).toMatch(/^BAD {2}round 3: Verdict on the candidate, decided again from the published sums \(The record says a surplus of -0\.4, the sums say/m);
});

describe('at the address of a helper', () => {
  test('verify says that it is one, names its leader, and ends with 2', async () => {
    const { code, out, err } = await homebird('verify', site.helper);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`${site.helper} is a helper, not a leader`);
    expect(err).toContain(`homebird verify ${site.leader}\n`);
    expect(err).toContain(`homebird verify ${site.helper} --copy\n`);
  });

  test('--copy checks what the copy proves by itself, also while the leader is away, and never says "verified"', async () => {
    for (const isAway of [false, true]) {
      if (isAway) site.leave();
      const { code, out } = await homebird('verify', site.helper, '--copy', '--policy', site.policyHash);
      expect(bad(out)).toEqual([]);
      expect(code).toBe(0);
      expect(out).toMatch(isAway ? /^note The log, against the copy that the leader keeps \(Not compared/m : /^ok {3}The log, against the copy that the leader keeps/m);
      expect(out).toMatch(/^ok {3}round 2: Reports counted by leader and by helper/m);
      expect(out).toMatch(/^note Model steps, recomputed here \(Not checked/m);
      expect(out).toMatch(/^the copy holds: 3 rounds, 180 reports, 14 log entries; .* were not recomputed/m);
      expect(out).not.toMatch(/^verified/m);
    }
  });

  test.each<readonly [string, Parameters<PublishedSite['keepAtHelper']>[0], RegExp]>([
    ['counts that differ', { record: (r, n) => (n === 2 ? { ...r, helperReports: 59 } : r) }, /^BAD {2}round 2: Reports counted/m],
    ['a share the helper did not sign', { sharesSignedBy: 'leader' }, /^BAD {2}round 1: The helper's signature/m],
    ['a round that is left out', { entries: (all) => all.filter((entry) => entry.type !== 'round' || entry.record.round !== 2) }, /^BAD {2}round 3: Place of the round/m],
    ['a model that no round made', { entries: (all) => [...all, ...all.filter((entry) => entry.type === 'model' && entry.round === 1)] }, /^BAD {2}round 1: Origin of a model/m],
  ])('--copy finds %s in the log alone, and ends with 1', async (_what, mischief, line) => {
    await site.keepAtHelper(mischief);
    site.leave();
    const { code, out } = await homebird('verify', site.helper, '--copy');
    expect(out).toMatch(line);
    expect(code).toBe(1);
  });

  test('--copy at a leader, or with what only a leader has, is a wrong command line', async () => {
    expect(await verify('--copy')).toMatchObject({ code: 2, err: expect.stringContaining(`The policy names ${site.helper}`) as string });
    expect((await homebird('verify', site.helper, '--copy', '--site', site.shop)).code).toBe(2);
  });

  test('--copy at an address that the policy does not name is refused: the leader could show its own log there', async () => {
    const mirror = valueOf(await listen({ host: '127.0.0.1', port: 0, fetch: async (request) => {
      const { pathname } = new URL(request.url);
      const answer = await fetch(`${pathname === '/hpke_config' ? site.helper : site.leader}${pathname}`);
      return new Response(await answer.arrayBuffer(), { status: answer.status });
    } }));
    const { code, out, err } = await homebird('verify', `http://127.0.0.1:${mirror.port}`, '--copy', '--policy', site.policyHash);
    await mirror.close();
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`the policy names ${site.helper}`);
  });

  test('an address where neither answers ends with 1 and says what was wanted', async () => {
    expect(await homebird('verify', site.shop)).toMatchObject({ code: 1, err: expect.stringContaining('wanted the address of a leader') as string });
  });

  test('the root of a helper of several shops, which names none of them, is told where each of them is', async () => {
    const belowIts = `A helper of several shops has each of them below its name: ${site.shop}/NAME`;
    expect(await homebird('verify', site.shop)).toMatchObject({ code: 1, err: expect.stringContaining(belowIts) as string });
    expect(await homebird('verify', site.shop, '--copy')).toMatchObject({ code: 2, err: expect.stringContaining(belowIts) as string });
  });
});

const SCREEN_CLEARED = '\u001b[2J\u001b[Hverified: 3 rounds\u001b[8m';

test('what a hostile log or policy says of itself cannot write over what is said beside it', async () => {
  await site.show({ record: (r, n) => (n === 2 ? { ...r, [SCREEN_CLEARED]: 1 } as typeof r : r) });
  const log = await verify();
  site.tamper('/v1/policy', (bytes) => utf8Encode(new TextDecoder().decode(bytes).replace('{', `{${JSON.stringify(SCREEN_CLEARED)}:1,`)));
  const policy = await verify();
  expect([log.code, policy.code]).toEqual([1, 1]);
  expect(bad(log.out).length).toBeGreaterThan(0);
  for (const text of [log.out, policy.out, policy.err]) expect(text).not.toContain('\u001b');
});

test('nothing is written by a verify that was not asked to', async () => {
  await verify();
  expect(existsSync(join(folder, 'dist'))).toBe(false);
});
