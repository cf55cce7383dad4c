/**
 * **Knows** how fast and how large the product is, each figure beside a baseline of the same run.
 * **Not here** quality (`#bench/evaluate`); limits that must never break (`tests/house`).
 * **Trust** measures only; nothing here is shipped.
 */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureBrowsing } from './browse.ts';
import { measureBytes } from './bytes.ts';
import { chromiumPath, startDemo } from './demo.ts';
import type { Figure } from './figure.ts';

const HELP = `npm run bench -- [--only NAME,…] [--json OUT]

  browse   drives the demo shop in Chromium with and without the tag
  bytes    gzip bytes of what a shopper downloads
`;

/** Built server beside this program, `dist/server`. */
const SERVER = dirname(fileURLToPath(import.meta.url));
const ROOT = join(SERVER, '../..');

async function browsing(): Promise<readonly Figure[]> {
  const demo = await startDemo(join(SERVER, 'main.js'));
  try {
    return await measureBrowsing(demo.shop, chromiumPath(ROOT));
  } finally {
    await demo.stop();
  }
}

const BENCHMARKS: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  bytes: async () => measureBytes(join(SERVER, '../site/tag')),
  browse: browsing,
};

function row({ name, value, unit, baseline, ratio, how }: Figure): string {
  return `${name.padEnd(24)} ${value.toFixed(unit === 'ms' ? 1 : 0).padStart(10)} ${unit.padEnd(10)} baseline ${baseline.toFixed(0).padStart(7)}  ratio ${ratio ?? '–'}  ${how}\n`;
}

/** Runs the benchmarks named by `--only`, prints a row each and writes them to `--json`. @returns the exit code */
export async function runBench(argv: readonly string[], out: NodeJS.WritableStream): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: { only: { type: 'string' }, json: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help === true) {
    out.write(HELP);
    return 0;
  }
  const names = values.only?.split(',') ?? Object.keys(BENCHMARKS);
  const figures: Figure[] = [];
  for (const name of names) {
    const measure = BENCHMARKS[name];
    if (!measure) {
      out.write(`Cannot measure "${name}": wanted one of ${Object.keys(BENCHMARKS).join(', ')}\n`);
      return 2;
    }
    for (const one of await measure()) {
      figures.push(one);
      out.write(row(one));
    }
  }
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
  return 0;
}
