import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { buildCatalogue, type Product } from '#core/catalogue';
import { createMetrics, listen } from '#server/http';
import { createSite, type PageVariables, type SiteOptions } from '#server/site';
import { quietLogger } from '#support/pair';
import { valueOf } from '#support/result';
import { copyBuild } from './builds.ts';

/** Builds of `vite.config.ts` and where each belongs below the site's folder. */
const PLACES = { site: '', tag: 'tag' } as const;

/** A copy of the three pages, and of what a shop embeds, built as production does. The caller removes the folder with {@link removeFolder}. */
export async function buildPages(parts: readonly (keyof typeof PLACES)[] = ['site']): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'homebird-pages-'));
  for (const mode of parts) await copyBuild(mode, join(folder, PLACES[mode]));
  return folder;
}

/** Deletes a folder that a test made. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Writes the public files of a catalogue into a folder of its own below `folder`. */
export function writeCatalogueFiles(folder: string, products: readonly Product[]): string {
  const at = join(folder, 'catalogue-files');
  mkdirSync(at, { recursive: true });
  for (const [name, bytes] of buildCatalogue(products).files) writeFileSync(join(at, name), bytes);
  return at;
}

export interface PageSiteOptions {
  /** What {@link buildPages} gave. */
  readonly folder: string;
  readonly entry: 'index.html' | 'console.html' | 'audit.html';
  readonly variables?: Partial<PageVariables>;
  /** What {@link writeCatalogueFiles} gave. */
  readonly catalogue?: string;
  readonly drawPicture?: (id: string) => string | undefined;
  readonly reviews?: (id: string) => readonly object[] | undefined;
  readonly demo?: Readonly<Record<string, () => unknown>>;
  readonly routes?: NonNullable<SiteOptions['routes']>;
}

export interface PageSite {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves one page through the production site server, headers and all. */
export async function servePage({ folder, entry, variables = {}, ...rest }: PageSiteOptions): Promise<PageSite> {
  const filled: PageVariables = { SHOP: 'larkfield', SHOP_URL: '', CONSOLE_URL: '', AUDIT_URL: '', LEADER: '', HELPER: '', POLICY: '', ...variables };
  const connect = [filled.LEADER, filled.HELPER, filled.SHOP_URL].filter(Boolean);
  const app = createSite({ folder, entry, variables: filled, reach: { connect, images: [] }, metrics: createMetrics(), logger: quietLogger(), ...rest });
  const listening = valueOf(await listen({ fetch: (request) => app.fetch(request), host: '127.0.0.1', port: 0 }));
  return { url: `http://127.0.0.1:${listening.port}`, close: () => listening.close() };
}

/** Lets a page look again only where the test presses a button: its own look may come at any moment between two steps. */
export function looksWhenTold(page: Page): Promise<unknown> {
  return page.addInitScript(() => { window.setInterval = (() => 0) as unknown as typeof window.setInterval; });
}
