import { existsSync, readFileSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** Written by `prepare.mjs test`: the browser it found or installed. */
const FOUND_BY_PREPARE = new URL('../../node_modules/.homebird-chromium', import.meta.url);

/** Chromium without its own background traffic, with a software WebGPU adapter. */
const ARGUMENTS = [
  '--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader',
];

/** Program file of the Chromium that tests drive. @throws Error if `npm test` has not prepared one */
export function findChromium(): string {
  const path = process.env['HOMEBIRD_CHROMIUM'] ?? (existsSync(FOUND_BY_PREPARE) ? readFileSync(FOUND_BY_PREPARE, 'utf8').trim() : '');
  if (path === '') throw new Error('Cannot start a browser: run `node prepare.mjs test` first, or set HOMEBIRD_CHROMIUM');
  return path;
}

/** A fresh browser; the caller closes it. @param options - `backForwardCache`: with the cache that Playwright switches off */
export function launchChromium({ backForwardCache = false }: { readonly backForwardCache?: boolean } = {}): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: ARGUMENTS, ...(backForwardCache && { ignoreDefaultArgs: ['--disable-back-forward-cache'] }) });
}
