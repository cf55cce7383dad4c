import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '#support/chromium';
import { freePorts, printedPolicy, PROGRAM, startServing, until, type Serving } from '#support/serving';

/** Folder `dist` of the build under test. */
const BUILD = dirname(dirname(PROGRAM));

let folder = '';
let shops = '';
let helperPort = 0;
let helper: { readonly child: ChildProcess; readonly ended: Promise<void> } | undefined;
let serving: Serving;
let browser: Browser;

/** Starts the auditor's process and resolves when it answers. */
async function startHelper(...more: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [PROGRAM, 'helper', '--shops', shops, '--port', String(helperPort), ...more], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise<void>((resolve) => void child.once('close', () => resolve()));
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (out += text));
  helper = { child, ended };
  await until(() => (out.includes('"kind":"ready"') ? true : undefined));
}

async function stopHelper(): Promise<void> {
  helper?.child.kill('SIGTERM');
  await helper?.ended;
  helper = undefined;
}

/** Runs `homebird` to its end. */
function homebird(...args: readonly string[]): { readonly status: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], { encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
}

/** The newest round that serve printed. */
function lastRound(): number {
  return Math.max(0, ...[...serving.out().matchAll(/^round (\d+) closed.*verified/gm)].map(([, round]) => Number(round)));
}

/** Resolves when a round after the newest one was closed and verified. */
async function anotherRound(): Promise<number> {
  const before = lastRound();
  return until(() => (lastRound() > before ? lastRound() : undefined));
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'homebird-auditor-'));
  shops = join(folder, 'shops');
  const ports = await freePorts();
  helperPort = ports + 4; // of five in a row: serve leaves its helper's free
  expect(homebird('helper', '--shops', shops, '--add', 'larkfield', '--leader', `http://127.0.0.1:${ports + 3}`).status).toBe(0);
  await startHelper();
  serving = await startServing(['--helper', `http://127.0.0.1:${helperPort}/larkfield`, '--secret', join(shops, 'larkfield', 'pair-secret'), '--shoppers', '80', '--round-seconds', '60', '--rounds', '50', '--pair-blocks', '0'], ports);
  browser = await launchChromium();
  await printedPolicy(serving);
  await anotherRound();
  // The helper looks at the log every ten seconds: a fast machine has a round before its copy.
  await until(async () => ((await fetch(`http://127.0.0.1:${helperPort}/larkfield/log/checkpoint`)).ok ? true : undefined));
});
afterAll(async () => {
  await browser.close();
  await serving.stop();
  await stopHelper();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a page, waits for its verdict and gives what it said and asked for. */
async function audited(url: string): Promise<{ readonly verdict: string; readonly chips: string; readonly asked: readonly URL[]; readonly violations: readonly string[]; readonly complaints: readonly string[] }> {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  const asked: URL[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url())));
  page.on('console', (message) => message.type() === 'error' && complaints.push(`${message.text()} ${message.location().url}`));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  await page.locator('[data-verdict=good], [data-verdict=bad], [data-verdict=limited]').first().waitFor();
  const verdict = `${(await page.locator('.verdict-title').textContent()) ?? ''} ${(await page.locator('.check-line.bad').allTextContents()).join(' ')}`;
  const chips = (await page.locator('.tool-header .chip').allTextContents()).join(', ');
  const { violations } = await new AxeBuilder({ page }).analyze();
  await context.close();
  return { verdict, chips, asked, complaints, violations: violations.map(({ id }) => id) };
}

test('the shop\'s auditor page is green over a real deployment: log, helper\'s copy, served files', async () => {
  const { verdict, chips, violations, complaints } = await audited(`http://127.0.0.1:${serving.port + 2}/`);
  expect(verdict).toMatch(/^(All \d+ rounds hold|All 1 round holds) $/);
  expect(chips).toBe('Simulated shoppers');
  expect([violations, complaints]).toEqual([[], []]);
});

test('the helper serves the auditor page from its own build, over its own copy of the log', async () => {
  const { verdict, chips, asked, violations, complaints } = await audited(`http://127.0.0.1:${helperPort}/larkfield/`);
  expect(verdict).toMatch(/^(All \d+ rounds? holds?|The log is in order; no round has closed yet) $/);
  expect(chips).toBe('Simulated shoppers, Served by the helper');
  expect([violations, complaints]).toEqual([[], []]);
  const helperHost = `127.0.0.1:${helperPort}`;
  const code = asked.filter(({ pathname }) => pathname.startsWith('/assets/') && /\.(js|css)$/.test(pathname));
  expect(code.some(({ host }) => host === helperHost)).toBe(true); // its own; the shop's are loaded as bytes, to be compared
  const entries = asked.filter(({ pathname }) => pathname.includes('/log/tile/entries/'));
  // Its own copy is what it audits; the leader's is loaded after it, to be compared entry by entry.
  expect(entries[0]?.host).toBe(helperHost);
  expect(new Set(entries.map(({ host }) => host))).toEqual(new Set([helperHost, new URL(serving.leader).host]));
});

test('homebird verify holds the deployment against the helper\'s copy, the served files and a local build', async () => {
  const { status, out } = homebird('verify', serving.leader, '--policy', await printedPolicy(serving), '--build', BUILD, '--checkpoint', join(folder, 'seen'));
  expect(out).not.toMatch(/^BAD/m);
  expect(out).toMatch(/^ok {3}The log, against the copy that the helper keeps/m);
  expect(out).toMatch(/^ok {3}build: all \d+ files served are those of the local build; it is build entry 0 of the log$/m);
  expect(status).toBe(0);
});

test('everything in the log is there as JSON too, under the documented address', async () => {
  const answer = await fetch(`${serving.leader}/v1/audit.json`);
  expect(answer.headers.get('cache-control')).toMatch(/^public, max-age=/);
  const { version, entries, checkpoint, sites } = (await answer.json()) as { version: number; entries: { leaf: number; entry: { type: string } }[]; checkpoint: string; sites: { shop: string } };
  expect([version, sites.shop, entries[0]?.entry.type]).toEqual([1, serving.shop, 'build']);
  expect(entries.map(({ leaf }) => leaf)).toEqual(entries.map((_, i) => i));
  expect(checkpoint).toContain('homebird/');
});

test('a helper that was stopped, copied and started goes on; one put back from an older copy gives up what was open, and goes on too', async () => {
  const backup = join(folder, 'backup');
  await stopHelper();
  cpSync(shops, backup, { recursive: true });
  await startHelper();
  await anotherRound();
  await stopHelper();
  rmSync(shops, { recursive: true });
  cpSync(backup, shops, { recursive: true });
  await startHelper('--restored');
  await anotherRound();
  const { status, out } = homebird('verify', serving.leader);
  expect(out).not.toMatch(/^BAD/m);
  expect(status).toBe(0);
});

test('with the shop gone, the helper\'s page and command still check its copy, after a restart too, and say what they leave out', async () => {
  const helperUrl = `http://127.0.0.1:${helperPort}/larkfield`;
  await serving.stop();
  await stopHelper();
  await startHelper();
  const { verdict, violations } = await audited(`${helperUrl}/`);
  expect(verdict).toBe('The shop’s server is away; the helper’s copy of its log holds ');
  expect(violations).toEqual([]);
  const told = homebird('verify', helperUrl);
  expect([told.status, told.out]).toEqual([2, '']);
  expect(told.err).toContain(`homebird verify ${serving.leader}\n`);
  const copy = homebird('verify', helperUrl, '--copy', '--policy', await printedPolicy(serving));
  expect(copy.out).not.toMatch(/^BAD/m);
  expect(copy.out).toMatch(/^the copy holds: \d+ rounds?/m);
  expect(copy.status).toBe(0);
});
