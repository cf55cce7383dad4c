import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { decodeAdCatalogue, type ManagedCampaign } from '#core/campaigns';
import { decodeManifest } from '#core/protocol';
import { utf8Decode } from '#core/units';
import { PROGRAM, startServing, type Serving } from '#support/serving';
import { valueOf } from '#support/result';

let serving: Serving | undefined;
afterEach(async () => {
  await serving?.stop();
  serving = undefined;
});

function homebird(...args: string[]): { readonly status: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], { encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
}

/** Signs in by a printed link, and asks as a page of the console does. */
async function signedIn(link: string): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
  const { origin, hash } = new URL(link);
  const entered = await fetch(`${origin}/api/sign-in`, { method: 'POST', headers: { origin }, body: JSON.stringify({ token: hash.slice(1) }) });
  expect(entered.status).toBe(200);
  const { csrf } = (await entered.json()) as { csrf: string };
  const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return (path, init) => fetch(origin + path, { ...init, headers: { origin, cookie, 'homebird-csrf': csrf } });
}

async function campaignsOffered(leader: string): Promise<readonly string[]> {
  const note = await (await fetch(`${leader}/v1/manifest`)).text();
  const { ads } = valueOf(decodeManifest(note.slice(0, note.indexOf('\n\n') + 1)));
  const file = await fetch(`${leader}/v1/ads/${ads?.hash}`);
  return valueOf(decodeAdCatalogue(new Uint8Array(await file.arrayBuffer()))).campaigns.map(({ id }) => id);
}

test('npm start seeds three advertisers, prints a link that signs in once, takes campaigns from a file, and every audit agrees', async () => {
  serving = await startServing(['--shoppers', '0']);
  const [, link = ''] = await serving.printed(/^sign-in (\S+)$/m);
  expect(link).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${serving.port + 1}/sign-in#[0-9a-f]{64}$`));
  const console = await signedIn(link);
  expect(await campaignsOffered(serving.leader)).toEqual(['nordlys-trails', 'tollund-kitchen', 'own-sound', 'own-garden', 'own-desk']);

  const exported = homebird('campaigns', 'export', '--data', serving.data);
  const { campaigns } = JSON.parse(exported.out) as { campaigns: ManagedCampaign[] };
  const path = join(serving.data, 'campaigns.json');
  writeFileSync(path, JSON.stringify({ version: 1, campaigns: campaigns.map((managed) => (managed.campaign.id === 'own-sound' ? { ...managed, state: 'paused' } : managed)) }));
  expect(homebird('campaigns', 'import', path, '--data', serving.data)).toEqual({ status: 0, out: '1 campaign taken, 4 as they were\n', err: '' });
  await expect.poll(() => campaignsOffered(serving?.leader ?? '')).toEqual(['nordlys-trails', 'tollund-kitchen', 'own-garden', 'own-desk']);
  writeFileSync(path, JSON.stringify({ version: 1, campaigns: [{ ...campaigns[0], name: '' }] }));
  const refused = homebird('campaigns', 'import', path, '--data', serving.data);
  expect([refused.status, refused.err]).toEqual([1, expect.stringContaining('campaigns[0].name')]);

  await serving.killRole('leader');
  await expect.poll(async () => (await console('/api/campaigns')).status).toBe(200); // the session outlives the process
  const other = homebird('console-link', '--data', serving.data);
  expect(other.out).toMatch(/^sign-in http\S+#[0-9a-f]{64}\n$/);
  await signedIn(other.out.slice('sign-in '.length).trim());
  expect(statSync(join(serving.data, 'leader', 'console-secret')).mode & 0o077).toBe(0);
  expect(utf8Decode(readFileSync(join(serving.data, 'logs', 'leader.log')))).not.toMatch(/[0-9a-f]{64}/); // no token, no cookie
  const audited = homebird('verify', serving.leader);
  expect([audited.status, audited.out]).toEqual([0, expect.stringContaining('ok   File of campaigns that devices are offered')]);
});

test('the commands say what is wrong: no deployment, none that runs, words they do not know', () => {
  expect(homebird('console-link', '--data', '/nowhere')).toMatchObject({ status: 1, err: expect.stringContaining('There is no deployment in /nowhere') });
  expect(homebird('campaigns', 'burn')).toMatchObject({ status: 2, err: expect.stringContaining('Wanted import FILE, or export') });
});
