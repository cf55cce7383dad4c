import { afterEach, describe, expect, test } from 'vitest';
import type { ManagedCampaign } from '#core/campaigns';
import { HOUR_MS, WEEK_MS } from '#core/units';
import { CONSOLE_SECRET, startConsole, withState, type TestConsole } from '#support/a-console';
import { aCampaign, aCreative, aManagedCampaign } from '#support/campaigns';
import { faultyStore, isWrite, type FaultMode } from '#support/faulty-store';
import type { LeaderTables } from '#server/store';

let running: TestConsole | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});
async function start(change: Parameters<typeof startConsole>[0] = {}): Promise<TestConsole> {
  running = await startConsole(change);
  return running;
}

/** A draft that could go live now. */
function aDraft(at: TestConsole, id = 'boots', change: Partial<ManagedCampaign> = {}): ManagedCampaign {
  const nowMs = at.clock.nowMs();
  return aManagedCampaign({ state: 'draft', campaign: aCampaign(id, { startMs: nowMs, endMs: nowMs + WEEK_MS }), ...change });
}

describe('signing in', () => {
  test('a link works once: its token becomes a cookie that no script reads and no other site sends', async () => {
    const at = await start();
    const token = await at.link();
    const browser = at.visitor();
    const entered = await browser.ask('POST', '/api/sign-in', { token });
    expect([entered.status, (entered.json['person'] as { role: string }).role]).toEqual([200, 'owner']);
    expect(entered.headers.get('set-cookie')).toMatch(/^homebird-console-\d+=[0-9a-f]{64}; Path=\/api; HttpOnly; SameSite=Strict$/);
    expect((await browser.ask('GET', '/api/campaigns')).status).toBe(200);
    const again = await at.visitor().ask('POST', '/api/sign-in', { token });
    expect([again.status, again.json['type']]).toEqual([401, 'urn:homebird:problem:link-over']);
  });

  test('behind https the cookie is Secure', async () => {
    const at = await start({ publicUrl: 'https://console.example' });
    const entered = await at.visitor().ask('POST', '/api/sign-in', { token: await at.link() }, { origin: 'https://console.example' });
    expect(entered.headers.get('set-cookie')).toMatch(/^homebird-console-443=[0-9a-f]{64}; Path=\/api; HttpOnly; SameSite=Strict; Secure$/);
  });

  test('two browsers that use one link at once: one is in', async () => {
    const at = await start();
    const token = await at.link();
    const statuses = await Promise.all([1, 2, 3].map(async () => (await at.visitor().ask('POST', '/api/sign-in', { token })).status));
    expect(statuses.sort()).toEqual([200, 401, 401]);
  });

  test('a link ends after 15 minutes', async () => {
    const at = await start();
    const token = await at.link();
    at.clock.forward(15 * 60_000);
    expect((await at.visitor().ask('POST', '/api/sign-in', { token })).status).toBe(401);
  });

  test('a session ends after twelve hours without a request, and each request keeps it', async () => {
    const at = await start();
    const browser = await at.as('owner');
    at.clock.forward(11 * HOUR_MS);
    expect((await browser.ask('GET', '/api/campaigns')).status).toBe(200);
    at.clock.forward(11 * HOUR_MS);
    expect((await browser.ask('GET', '/api/campaigns')).status).toBe(200);
    at.clock.forward(12 * HOUR_MS);
    expect((await browser.ask('GET', '/api/campaigns')).status).toBe(401);
  });

  test('signing out ends the session on the server, not only in the browser', async () => {
    const at = await start();
    const browser = await at.as('owner');
    const { cookie } = browser;
    expect((await browser.ask('POST', '/api/sign-out')).headers.get('set-cookie')).toContain('Max-Age=0');
    browser.cookie = cookie;
    expect((await browser.ask('GET', '/api/campaigns')).status).toBe(401);
  });

  test('tries are held back, and come back with time', async () => {
    const at = await start();
    const tries = async (count: number) => Promise.all(Array.from({ length: count }, async () => (await at.visitor().ask('POST', '/api/sign-in', { token: '0'.repeat(64) })).status));
    expect(new Set(await tries(20))).toEqual(new Set([401]));
    expect(new Set(await tries(3))).toEqual(new Set([429]));
    at.clock.forward(2_000);
    expect(await tries(1)).toEqual([401]);
  });

  test('the store never holds a token, only its hash', async () => {
    const kept: string[] = [];
    const at = await start({
      wrap: (store) => ({ ...store, transact: (work) => store.transact((tables) => work({
        ...tables, sessions: { ...tables.sessions, set: (row) => { kept.push(row.hash); tables.sessions.set(row); } }, links: { ...tables.links, add: (row) => { kept.push(row.hash); tables.links.add(row); } },
      })) }),
    });
    const token = await at.link();
    const browser = at.visitor();
    await browser.ask('POST', '/api/sign-in', { token });
    expect(kept).toHaveLength(2);
    for (const secret of [token, browser.cookie.split('=')[1] ?? '']) expect(kept.join()).not.toContain(secret);
  });
});

describe('a write wants more than a cookie', () => {
  test('without the session\'s own token, or from another origin, nothing is written', async () => {
    const at = await start();
    const browser = await at.as('owner');
    const draft = aDraft(at);
    for (const headers of [{ 'homebird-csrf': '' }, { 'homebird-csrf': 'f'.repeat(64) }, { origin: 'https://evil.example' }, { origin: 'null' }, { origin: 'http://127.0.0.1:1' }, { origin: at.url.replace('http:', 'ftp:') }]) {
      expect([(await browser.ask('POST', '/api/campaigns', draft, headers)).status, headers]).toEqual([403, headers]);
    }
    expect(at.store.tables.campaigns.all()).toEqual([]);
    expect((await browser.ask('POST', '/api/campaigns', draft)).status).toBe(201);
  });

  test('another site cannot sign a browser in', async () => {
    const at = await start();
    expect((await at.visitor().ask('POST', '/api/sign-in', { token: await at.link() }, { origin: 'https://evil.example' })).status).toBe(403);
  });

  test('behind https, a page without encryption writes nothing, though its host is the console\'s', async () => {
    const at = await start({ publicUrl: 'https://console.example' });
    const enter = async (origin: string) => (await at.visitor().ask('POST', '/api/sign-in', { token: await at.link() }, { origin })).status;
    expect([await enter(at.url), await enter(at.url.replace('http:', 'https:'))]).toEqual([403, 200]);
  });

  test('no answer may be read by another origin, and none is kept', async () => {
    const at = await start();
    const { headers } = await (await at.as('viewer')).ask('GET', '/api/campaigns');
    expect([headers.get('access-control-allow-origin'), headers.get('cache-control')]).toEqual([null, 'no-store']);
  });
});

describe('roles', () => {
  test('a stranger reads nothing and a viewer changes nothing', async () => {
    const at = await start();
    for (const path of ['/api/campaigns', '/api/campaigns/boots', '/api/people', '/api/campaigns-file', `/api/pictures/${'0'.repeat(64)}`]) expect([path, (await at.visitor().ask('GET', path)).status]).toEqual([path, 401]);
    const viewer = await at.as('viewer');
    expect((await viewer.ask('GET', '/api/campaigns')).json).toEqual({ campaigns: [] });
    for (const [method, path] of [['POST', '/api/campaigns'], ['PUT', '/api/campaigns/boots'], ['POST', '/api/campaigns-file'], ['POST', '/api/pictures'], ['POST', '/api/people'], ['GET', '/api/people']] as const) {
      expect([path, (await viewer.ask(method, path, method === 'GET' ? undefined : aDraft(at))).status]).toEqual([path, 403]);
    }
  });

  test('an editor prepares, pauses and archives; going live and raising what a live campaign spends take the owner', async () => {
    const at = await start();
    const [owner, editor] = [await at.as('owner'), await at.as('editor')];
    const draft = aDraft(at);
    expect((await editor.ask('POST', '/api/campaigns', withState(draft, 'live'))).status).toBe(403);
    expect((await editor.ask('POST', '/api/campaigns', draft)).status).toBe(201);
    const put = (who: typeof owner, managed: ManagedCampaign, revision: number) => who.ask('PUT', '/api/campaigns/boots', { managed, revision });
    expect((await put(editor, withState(draft, 'live'), 1)).status).toBe(403);
    expect((await put(owner, withState(draft, 'live'), 1)).status).toBe(200);
    const live = withState(draft, 'live');
    expect((await put(editor, { ...live, budget: { ...live.budget, totalCents: live.budget.totalCents + 1 } }, 2)).status).toBe(403);
    expect((await put(editor, { ...live, budget: { totalCents: live.budget.totalCents } }, 2)).status).toBe(403); // no daily bound any more
    const dearer = [{ bid: { kind: 'cpc', cents: 41 } }, { bid: { kind: 'cpa', cents: 40 } }, { endMs: live.campaign.endMs + 1 }] as const;
    for (const change of dearer) expect([change, (await put(editor, { ...live, campaign: { ...live.campaign, ...change } }, 2)).status]).toEqual([change, 403]);
    expect((await put(editor, { ...live, name: 'Better name', budget: { ...live.budget, totalCents: live.budget.totalCents - 1 } }, 2)).status).toBe(200);
    expect((await put(editor, withState(draft, 'paused'), 3)).status).toBe(200);
    expect((await put(editor, withState(draft, 'archived'), 4)).status).toBe(200);
    const again = await put(owner, withState(draft, 'live'), 5);
    expect([again.status, again.json['faults']]).toEqual([422, [{ path: 'state', message: 'It cannot become live now' }]]);
  });

  test('an owner invites by a link, changes a role and takes somebody away, whose session ends with it', async () => {
    const at = await start();
    const owner = await at.as('owner');
    const invited = await owner.ask('POST', '/api/people', { name: 'Ben', role: 'viewer' });
    const { link, person } = invited.json as { link: string; person: { id: string } };
    const ben = at.visitor();
    await ben.ask('POST', '/api/sign-in', { token: link.split('#')[1] });
    expect((await ben.ask('POST', '/api/campaigns', aDraft(at))).status).toBe(403);
    for (const [method, path] of [['POST', '/api/people'], ['PUT', `/api/people/${person.id}`]] as const) expect((await owner.ask(method, path, { name: ' ', role: 'editor' })).json, method).toMatchObject({ faults: [{ path: 'name' }] });
    expect((await owner.ask('PUT', `/api/people/${person.id}`, { name: 'Ben', role: 'editor' })).status).toBe(200);
    expect((await ben.ask('POST', '/api/campaigns', aDraft(at))).status).toBe(201);
    expect((await owner.ask('DELETE', `/api/people/${person.id}`)).status).toBe(200);
    expect((await ben.ask('GET', '/api/campaigns')).status).toBe(401);
    const { campaigns } = (await owner.ask('GET', '/api/campaigns')).json as { campaigns: readonly { changedBy: string }[] };
    expect(campaigns[0]?.changedBy).toBe('somebody who left');
    for (const [method, body] of [['DELETE', undefined], ['PUT', { name: 'x', role: 'viewer' }]] as const) expect((await owner.ask(method, '/api/people/owner', body)).status).toBe(403);
  });

  test('the data folder\'s secret makes the owner\'s link, and nothing else does', async () => {
    const at = await start();
    const made = await at.visitor().ask('POST', '/api/console-link', undefined, { authorization: `Bearer ${CONSOLE_SECRET}` });
    const browser = at.visitor();
    expect((await browser.ask('POST', '/api/sign-in', { token: String(made.json['link']).split('#')[1] })).status).toBe(200);
    for (const authorization of [`Bearer ${'0'.repeat(64)}`, CONSOLE_SECRET, '']) expect((await at.visitor().ask('POST', '/api/console-link', undefined, { authorization })).status).toBe(401);
    expect((await browser.ask('POST', '/api/console-link')).status).toBe(403);
  });
});

describe('campaigns', () => {
  test('of two editors the second is told, keeps her words and sees what stands', async () => {
    const at = await start();
    const [ann, ben] = [await at.as('owner'), await at.as('editor')];
    await ann.ask('POST', '/api/campaigns', aDraft(at));
    const put = (who: typeof ann, name: string) => who.ask('PUT', '/api/campaigns/boots', { managed: aDraft(at, 'boots', { name }), revision: 1 });
    const [first, second] = await Promise.all([put(ann, 'Ann\'s'), put(ben, 'Ben\'s')]);
    expect([first.status, second.status].sort()).toEqual([200, 409]);
    const [won, lost] = first.status === 200 ? [first, second] : [second, first];
    expect([lost.json['type'], lost.json['current']]).toEqual(['urn:homebird:problem:stale', won.json]);
    expect((await ann.ask('GET', '/api/campaigns/boots')).json).toEqual(won.json);
  });

  test('an id is taken for ever, and a creative\'s too', async () => {
    const at = await start();
    const owner = await at.as('owner');
    await owner.ask('POST', '/api/campaigns', aDraft(at));
    const again = await owner.ask('POST', '/api/campaigns', aDraft(at));
    expect([again.status, (again.json['faults'] as { path: string }[])[0]?.path]).toEqual([409, 'campaign.id']);
    const thief = aDraft(at, 'coats');
    const stolen = await owner.ask('POST', '/api/campaigns', { ...thief, campaign: { ...thief.campaign, creatives: [aCreative('boots-a')] } });
    expect([stolen.status, (stolen.json['faults'] as { path: string }[])[0]?.path]).toEqual([422, 'campaign.creatives[0].id']);
  });

  test('faults name their fields, and an unreadable body is a fault too', async () => {
    const at = await start();
    const owner = await at.as('owner');
    const draft = aDraft(at);
    const wrong = { ...draft, name: ' ', budget: { dailyCents: 9, totalCents: 5 }, campaign: { ...draft.campaign, endMs: 1, creatives: [aCreative('a', { landing: 'javascript:alert(1)' })] } };
    const refused = await owner.ask('POST', '/api/campaigns', wrong);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect([refused.status, (refused.json['faults'] as { path: string }[]).map(({ path }) => path)]).toEqual([422, ['name', 'budget.dailyCents', 'campaign.endMs', 'campaign.creatives[0].landing']]);
    const shapeless = await owner.ask('POST', '/api/campaigns', { ...draft, campaign: { ...draft.campaign, tier: 'first' } });
    expect((shapeless.json['faults'] as { path: string }[])[0]?.path).toBe('campaign.tier');
    for (const body of [null, [], 'x', { ...draft, more: 1 }]) expect((await owner.ask('POST', '/api/campaigns', body)).status).toBe(422);
    expect((await owner.ask('POST', '/api/campaigns', new Uint8Array(600_000))).status).toBe(413);
    expect(at.published.count).toBe(0);
  });

  test('a campaign that is over, or names a picture that is not here, cannot go live', async () => {
    const at = await start();
    const owner = await at.as('owner');
    const draft = aDraft(at, 'boots', { state: 'live' });
    const image = 'a'.repeat(64);
    const refused = await owner.ask('POST', '/api/campaigns', { ...draft, campaign: { ...draft.campaign, startMs: 1, endMs: 2, creatives: [aCreative('x', { assets: { title: 'T', sponsored: 'S', image: image as never } })] } });
    expect((refused.json['faults'] as { path: string }[]).map(({ path }) => path)).toEqual(['campaign.creatives[0].assets.image', 'campaign.endMs']);
  });

  test('a file of campaigns is taken whole or not at all, and once more changes nothing', async () => {
    const at = await start();
    const owner = await at.as('owner');
    const file = (second: unknown) => ({ version: 1, campaigns: [aDraft(at, 'boots'), second] });
    expect((await owner.ask('POST', '/api/campaigns-file', file({ ...aDraft(at, 'coats'), name: '' }))).json).toMatchObject({ faults: [{ path: 'campaigns[1].name' }] });
    expect(at.store.tables.campaigns.all()).toEqual([]);
    expect((await owner.ask('POST', '/api/campaigns-file', file(aDraft(at, 'coats')))).json).toEqual({ changed: 2, unchanged: 0 });
    const exported = (await owner.ask('GET', '/api/campaigns-file')).json;
    expect(exported).toEqual(file(aDraft(at, 'coats')));
    expect((await owner.ask('POST', '/api/campaigns-file', exported)).json).toEqual({ changed: 0, unchanged: 2 });
  });

  test('a file of as many campaigns as a shop keeps is taken in one go', async () => {
    const at = await start();
    const owner = await at.as('owner');
    const campaigns = Array.from({ length: 2_000 }, (_, i) => aDraft(at, `c-${i}`));
    expect((await owner.ask('POST', '/api/campaigns-file', { version: 1, campaigns })).json).toEqual({ changed: 2_000, unchanged: 0 });
    const twice = await owner.ask('POST', '/api/campaigns-file', { version: 1, campaigns: [aDraft(at, 'c-0', { name: 'Anew' }), { ...aDraft(at, 'other'), campaign: { ...aDraft(at, 'other').campaign, creatives: [aCreative('c-7-a')] } }] });
    expect([twice.status, JSON.stringify(twice.json)]).toEqual([422, expect.stringContaining('Another campaign has a creative of this id')]);
  });

  test('a picture is made small, kept by its content, and shown to who is signed in', async () => {
    const at = await start({ shrink: async (bytes) => (bytes.length > 3 ? bytes.slice(0, 3) : undefined) });
    const editor = await at.as('editor');
    const taken = await editor.ask('POST', '/api/pictures', Uint8Array.of(0x52, 2, 3, 4));
    expect(taken.status).toBe(201);
    const shown = await editor.ask('GET', `/api/pictures/${String(taken.json['hash'])}`);
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/webp']);
    expect((await editor.ask('POST', '/api/pictures', Uint8Array.of(1))).status).toBe(422);
  });
});

describe('over a store that fails', () => {
  const WRITES = ['campaigns.add', 'commit of campaigns.add', 'campaigns.put', 'commit of campaigns.put', 'links.take', 'sessions.set'] as const;
  test.each(WRITES.flatMap((operation) => (['failed', 'written'] as const).map((mode) => [operation, mode] as const)))('%s, %s twice: it is told, and asking again ends well', async (operation, mode) => {
    let left = 0;
    const decide = (at: string): FaultMode | undefined => {
      if (at !== operation || left === 0) return undefined;
      left -= 1;
      return mode;
    };
    const at = await start({ wrap: (store) => faultyStore<LeaderTables>(store, decide).store });
    const isSignIn = operation.startsWith('links') || operation.startsWith('sessions');
    const owner = isSignIn ? at.visitor() : await at.as('owner');
    if (isSignIn) {
      const token = await at.link();
      left = 2;
      const tries = [1, 2, 3].map(() => () => owner.ask('POST', '/api/sign-in', { token }));
      const statuses: number[] = [];
      for (const enter of tries) statuses.push((await enter()).status);
      expect(statuses).toEqual([500, 500, 200]); // undone with its transaction: the link still stands
      return;
    }
    const draft = aDraft(at);
    if (operation.includes('put')) await owner.ask('POST', '/api/campaigns', draft);
    left = 2;
    const save = () => (operation.includes('put') ? owner.ask('PUT', '/api/campaigns/boots', { managed: { ...draft, name: 'New' }, revision: 1 }) : owner.ask('POST', '/api/campaigns', draft));
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) statuses.push((await save()).status);
    const isWritten = mode === 'written' && operation.startsWith('commit');
    expect(isWrite(operation) || operation.startsWith('commit')).toBe(true);
    expect(statuses).toEqual(isWritten ? [500, 409, 409] : [500, 500, operation.includes('put') ? 200 : 201]); // 409: it is there, as the answer shows
    expect(at.store.tables.campaigns.all().map(({ id }) => id)).toEqual(['boots']);
  });
});
