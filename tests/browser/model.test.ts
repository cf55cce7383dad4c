import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium, launchChromium } from '#support/chromium';
import { aPage, bundle, serveFixture, type FixtureSite } from '#support/fixture-site';
import type { ModelTasks } from './fixtures/model-worker.ts';

let browser: Browser;
let site: FixtureSite;
let laxSite: FixtureSite;

beforeAll(async () => {
  const files = await bundle({ entries: { 'model-worker': 'tests/browser/fixtures/model-worker.ts' } });
  // No 'unsafe-eval' and no 'wasm-unsafe-eval': what the tensor chunk gets in a strict shop.
  site = await serveFixture({ files: { ...files, '/': aPage('') }, csp: "default-src 'self'" });
  laxSite = await serveFixture({ files: { ...files, '/': aPage('') }, csp: "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'" });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
  await laxSite?.close();
});

/** Runs one task in a fresh worker of a fresh page. */
async function inWorker<Name extends keyof ModelTasks>(name: Name, { within = browser, from = site, onSaid = () => undefined }: { within?: Browser; from?: FixtureSite; onSaid?: (text: string) => void } = {}): Promise<Awaited<ReturnType<ModelTasks[Name]>>> {
  const page: Page = await within.newPage();
  page.on('console', (message) => onSaid(message.text()));
  try {
    await page.goto(from.origin);
    const answer = await page.evaluate((task) => new Promise((resolve, reject) => {
      const worker = new Worker('/model-worker.js', { type: 'module' });
      worker.addEventListener('message', ({ data }) => ('error' in data ? reject(new Error(data.error)) : resolve(data.value)));
      worker.addEventListener('error', ({ message }) => reject(new Error(message)));
      worker.postMessage(task);
    }), name);
    return answer as Awaited<ReturnType<ModelTasks[Name]>>;
  } finally {
    await page.close();
  }
}

test('fused WebGPU kernels in a worker and typed arrays agree to 1e-4, in training too, and no tensor stays behind', async () => {
  const { differences, refused, tensorsBefore, tensorsAfter, tensorsAtLast } = await inWorker('agree');
  for (const [answer, difference] of Object.entries(differences)) expect(difference, answer).toBeLessThan(1e-4);
  for (const refusal of refused) expect(refusal).toMatch(/^Cannot use/);
  expect(tensorsAfter).toBe(tensorsBefore);
  expect(tensorsAtLast).toBe(0);
});

test('a device destroyed in the middle of a call rejects it, is lost for good, and a fresh one can be started', async () => {
  const { inFlight, wasLost, after, isLost, again } = await inWorker('destroyed');
  expect(inFlight).toMatch(/Cannot read from the GPU/);
  expect(wasLost).toBe(true);
  expect(after).toMatch(/Cannot read from the GPU/);
  expect(isLost).toBe(true);
  expect(again).toBe('answered');
});

test('a GPU process that dies is a lost device, and a fresh one can be started', async () => {
  const own = await launchChromium(); // its GPU process is killed
  try {
    const { last, isLost, again } = await inWorker('crashed', { within: own, onSaid: (text) => {
      if (text === 'scoring') void own.newBrowserCDPSession().then((session) => session.send('Browser.crashGpuProcess')).catch(() => undefined);
    } });
    expect(last).toMatch(/Cannot read from the GPU/);
    expect(isLost).toBe(true);
    expect(again).toBe('answered');
  } finally {
    await own.close();
  }
});

test('an invalid GPU command makes every later answer a refusal, never old data', async () => {
  const { after, isLost, again } = await inWorker('invalid');
  expect(after).toMatch(/Cannot read from the GPU/);
  expect(isLost).toBe(true);
  expect(again).toBe('answered');
});

test('a shader that does not compile is a refusal of that very call', async () => {
  const { answer, isLost } = await inWorker('broken');
  expect(answer).toMatch(/Cannot read from the GPU/);
  expect(isLost).toBe(true);
});

test('fasterEncoder() keeps to the CPU on an adapter that computes there too, and leaves no tensor', async () => {
  expect(await inWorker('choose')).toEqual({ asShipped: 'slower', measured: 'slower', tensors: 0 });
});

test("the CPU's engine is WASM where the policy allows it, typed arrays where it does not, and the model is the same", async () => {
  const [strict, lax] = [await inWorker('cpu'), await inWorker('cpu', { from: laxSite })];
  expect([strict.engine, lax.engine]).toEqual(['arrays', 'wasm']);
  for (const { scores, gradients } of [strict, lax]) expect(Math.max(scores, gradients)).toBeLessThan(1e-4);
});

test('tensorsEncoder() without WebGPU is a fault', async () => {
  const plain = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-quic', '--disable-gpu', '--disable-features=WebGPUService'] });
  try {
    expect(await inWorker('without', { within: plain })).toBe('no-webgpu');
  } finally {
    await plain.close();
  }
});
