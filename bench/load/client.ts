import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import type { ClientRequest, ClientTimes } from './client-worker.ts';

/** An address that is never reached, and secure: a worker has WebCrypto there. */
const PAGE = 'https://device.example/';

/** The worker as one classic script. @param root - of the repository, whose sources it is made from */
async function bundleWorker(root: string): Promise<string> {
  const built = await build({
    root, configFile: false, logLevel: 'error', publicDir: false,
    build: { write: false, target: 'es2022', rolldownOptions: { input: join(root, 'bench/load/client-worker.ts'), output: { format: 'iife' } } },
  });
  const script = 'output' in built ? built.output[0] : undefined;
  if (!script) throw new Error('The worker could not be bundled');
  return script.code;
}

/** Runs in the page, as text: this program is compiled without a browser's types. */
const RUN_IN_WORKER = `async ([source, wanted]) => {
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
  const times = await new Promise((resolve, reject) => {
    worker.onmessage = (event) => resolve(event.data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(wanted);
  });
  worker.terminate();
  return times;
}`;

/** Times of reports of `length` entries in a Web Worker of a real Chromium. */
export async function measureClient(root: string, executablePath: string, wanted: ClientRequest): Promise<ClientTimes> {
  const script = await bundleWorker(root);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.route(PAGE, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>A device</title>' }));
    await page.goto(PAGE);
    return await page.evaluate<ClientTimes>(`(${RUN_IN_WORKER})(${JSON.stringify([script, wanted])})`);
  } finally {
    await browser.close();
  }
}
