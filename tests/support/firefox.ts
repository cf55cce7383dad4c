import { existsSync, readFileSync } from 'node:fs';
import puppeteer, { type Browser } from 'puppeteer-core';

/** Written by `prepare.mjs browsers`: the Firefox it found or installed, or nothing. */
const FOUND_BY_PREPARE = new URL('../../node_modules/.homebird-firefox', import.meta.url);

/** Program file of the Firefox that tests drive; '' where this machine has none. */
export function findFirefox(): string {
  return process.env['HOMEBIRD_FIREFOX'] ?? (existsSync(FOUND_BY_PREPARE) ? readFileSync(FOUND_BY_PREPARE, 'utf8').trim() : '');
}

/** A fresh Firefox over WebDriver BiDi, in a profile of its own; the caller closes it. @param preferences - as in about:config */
export function launchFirefox(preferences: Readonly<Record<string, boolean | number | string>> = {}): Promise<Browser> {
  return puppeteer.launch({ browser: 'firefox', executablePath: findFirefox(), headless: true, extraPrefsFirefox: { ...preferences } });
}
