import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { newestBuildFolder } from '#support/newest-build';

const BUILD_FOLDER = newestBuildFolder();

/**
 * Most gzip bytes a shopper downloads, by file name pattern: just above what docs/shops/bytes.md says is reached, and never above what it wants. Nothing may grow unseen.
 */
const BUDGETS: readonly { readonly what: string; readonly files: RegExp; readonly mostBytes: number }[] = [
  { what: 'tag', files: /^homebird\.js$/, mostBytes: 3_000 },
  { what: 'page part', files: /^homebird-page\.js$/, mostBytes: 15_000 },
  { what: 'collecting, after a yes', files: /^homebird-(?:collect-part|reading|spellings|quiet)-.*\.js$/, mostBytes: 11_800 },
  { what: 'shop systems and markup that few pages have', files: /^homebird-(?:shop-system|other-markup)-.*\.js$/, mostBytes: 3_200 },
  { what: 'what every element is drawn with', files: /^homebird-drawing-.*\.js$/, mostBytes: 9_400 },
  { what: 'shelf', files: /^homebird-(?:draw-shelf|shelf-style|reason)-.*\.js$/, mostBytes: 8_100 },
  { what: 'banner', files: /^homebird-(?:draw-banner|switch)-.*\.js$/, mostBytes: 2_700 },
  { what: 'hearing of consent tools', files: /^homebird-tools-.*\.js$/, mostBytes: 1_700 },
  { what: 'what the console says of faults', files: /^homebird-warning-lines-.*\.js$/, mostBytes: 420 },
  { what: 'page without a worker', files: /^homebird-lite-.*\.js$/, mostBytes: 5_000 },
  { what: 'hashing, the manifest and the ledger, for parts that need them', files: /^homebird-(?:hash|plain-hash|manifest|panel-ledger)-.*\.js$/, mostBytes: 5_100 },
  { what: 'panel', files: /^homebird-draw-panel-.*\.js$/, mostBytes: 10_000 },
  { what: 'panel, what is said after an erasure', files: /^homebird-panel-erased-.*\.js$/, mostBytes: 1_000 },
  { what: 'panel, what was sent', files: /^homebird-panel-sent-.*\.js$/, mostBytes: 4_300 },
  { what: 'panel, recommendations and choices', files: /^homebird-panel-more-.*\.js$/, mostBytes: 3_200 },
  { what: 'panel, move to another device', files: /^homebird-panel-move-.*\.js$/, mostBytes: 6_800 },
  { what: 'panel, codes for a camera', files: /^homebird-panel-codes-.*\.js$/, mostBytes: 5_000 },
  { what: 'panel, what ads are chosen by', files: /^homebird-panel-(?:ads-[\w-]{8}|audience-.*)\.js$/, mostBytes: 4_550 },
  { what: 'panel, ads she saw', files: /^homebird-panel-shown-.*\.js$/, mostBytes: 2_000 },
  { what: 'panel, what ads are chosen by and which she saw, in two more languages', files: /^homebird-panel-ads-(?:zh|ar)-.*\.js$/, mostBytes: 4_150 },
  { what: 'panel in two more languages', files: /^homebird-panel-(?:zh|ar)-.*\.js$/, mostBytes: 13_500 },
  { what: 'search, on the page and in the worker', files: /^homebird-(?:search|worker-searching)-.*\.js$/, mostBytes: 8_000 },
  { what: 'assistant, its button and dialog', files: /^homebird-draw-assistant-.*\.js$/, mostBytes: 5_400 },
  { what: 'assistant in two more languages', files: /^homebird-assistant-(?:zh|ar)-.*\.js$/, mostBytes: 2_300 },
  { what: 'assistant of the worker, when it is first opened', files: /^homebird-worker-(?:assisting|tokens|json|base64)-.*\.js$/, mostBytes: 19_200 },
  { what: 'shelf, banner, search and why in two more languages', files: /^homebird-words-(?:zh|ar)-.*\.js$/, mostBytes: 6_620 },
  { what: 'shelf, banner, search and why in two more languages', files: /^homebird-words-(?:zh|ar)-.*\.js$/, mostBytes: 6_620 },
  { what: 'explanation of one product', files: /^homebird-why-.*\.js$/, mostBytes: 6_200 },
  { what: 'explanations and wishes of the worker', files: /^homebird-worker-(?:explain|steer|steering)-.*\.js$/, mostBytes: 3_200 },
  { what: 'what ads are chosen by, in the worker', files: /^homebird-worker-audience-.*\.js$/, mostBytes: 7_300 },
  { what: 'encoder of the worker', files: /^homebird-worker-arrays-.*\.js$/, mostBytes: 4_300 },
  { what: 'export, deletions and move of the worker', files: /^homebird-worker-(?:taking|moved|deleting)-.*\.js$/, mostBytes: 5_850 },
  { what: 'worker', files: /^homebird-worker\.js$/, mostBytes: 25_000 },
  { what: 'doors of the worker to idle work, panel, search and explanations', files: /^homebird-worker-(?:later|rolldown-runtime)-.*\.js$/, mostBytes: 3_620 },
  { what: 'kernel of the worker, when idle', files: /^homebird-worker-dots-.*\.js$/, mostBytes: 1_400 },
  { what: 'idle work of the worker', files: /^homebird-worker-(?:idle-work|live|hash|published|manifest-codec)-.*\.js$/, mostBytes: 29_800 },
  { what: 'reports of the worker', files: /^homebird-worker-(?:reporting|sending|report|network|floors|hpke)-.*\.js$/, mostBytes: 27_000 },
  { what: 'measurements of the worker, after a yes to them', files: /^homebird-worker-(?:measure-lane|counting|layout)-.*\.js$/, mostBytes: 10_700 },
  { what: 'ad', files: /^homebird-draw-slot-.*\.js$/, mostBytes: 7_300 },
  { what: 'wording of an ad by the browser’s model, where a shop wants it', files: /^homebird-polish(?:ed|-words-zh|-words-ar)-.*\.js$/, mostBytes: 5_400 },
  { what: 'words of ads and of their switches', files: /^homebird-ad-(?:switch-words|words-zh|words-ar)-.*\.js$/, mostBytes: 2_200 },
  { what: 'ads of the worker', files: /^homebird-worker-ads-.*\.js$/, mostBytes: 12_800 },
  { what: 'offer on the page, with its words', files: /^homebird-offer-.*\.js$/, mostBytes: 2_150 },
  { what: 'texts of ads that are templates, in the worker', files: /^homebird-worker-ad-texts-.*\.js$/, mostBytes: 8_500 },
  { what: 'counts of ads in the worker, after a yes to both', files: /^homebird-worker-ad-counts-.*\.js$/, mostBytes: 2_950 },
  { what: 'offers of the worker', files: /^homebird-worker-offers-.*\.js$/, mostBytes: 5_850 },
  { what: 'pictures out of packs, in the worker', files: /^homebird-worker-picture-packs-.*\.js$/, mostBytes: 850 },
  { what: 'predicting and learning from ads', files: /^homebird-worker-(?:ad-heads|train-ads)-.*\.js$/, mostBytes: 6_600 },
  { what: 'all parts of the worker', files: /^homebird-worker-.*\.js$/, mostBytes: 160_100 },
  { what: 'debug overlay, for developers who ask for it', files: /^homebird-debug-overlay-.*\.js$/, mostBytes: 12_900 },
  { what: 'places for ads, in the debug overlay', files: /^homebird-ads-check-.*\.js$/, mostBytes: 1_500 },
  { what: 'tensors', files: /^homebird-tensors\.js$/, mostBytes: 135_000 },
];

function builtFiles(): readonly string[] {
  return existsSync(BUILD_FOLDER) ? readdirSync(BUILD_FOLDER).filter((name) => name.endsWith('.js')) : [];
}

function gzipBytes(files: RegExp): number {
  return builtFiles().filter((name) => files.test(name)).reduce((sum, name) => sum + gzipSync(readFileSync(join(BUILD_FOLDER, name)), { level: 9 }).length, 0);
}

test.each(BUDGETS)('$what stays within $mostBytes gzip bytes', ({ files, mostBytes }) => {
  const bytes = gzipBytes(files);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(mostBytes);
});

test('no file of the build is without a row, so that a new part cannot grow unseen', () => {
  expect(builtFiles().length).toBeGreaterThan(0);
  expect(builtFiles().filter((name) => !BUDGETS.some(({ files }) => files.test(name)))).toEqual([]);
});
