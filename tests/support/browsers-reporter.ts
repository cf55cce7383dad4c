import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { findChromium } from './chromium.ts';
import { findFirefox } from './firefox.ts';
import { ROOT } from './rooms.ts';
import { SEED } from './seed.ts';

const PAGE = join(ROOT, 'docs/RELIABILITY.md');
const TABLES = join(ROOT, 'tests/browsers');
/** What the run wrote ends at the next heading. */
const HEADING = '### Last run of all browser tables';

function versionOf(program: string): string {
  const [line = ''] = spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout.trim().split('\n');
  return line.replace(/ built on.*/, '');
}

function commitNow(): string {
  const git = (...words: string[]): string => execFileSync('git', words, { cwd: ROOT, encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain').split('\n').filter((line) => line !== '' && !line.endsWith('docs/RELIABILITY.md'));
  return `\`${git('rev-parse', '--short', 'HEAD')}\`${changed.length > 0 ? ' with changes' : ''}`;
}

/** A cell of a table: one line, no bars. */
function cell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim();
}

const MARKS = { passed: 'passed', failed: '**failed**', skipped: 'skipped', pending: 'not run' } as const;

/** What a row says of itself: what it saw, why it failed or was not run. */
function wordsOf(row: TestCase): string {
  const result = row.result();
  if (result.state === 'failed') return result.errors[0]?.message ?? '';
  if (result.state === 'skipped') return result.note ?? '';
  return row.annotations().map(({ message }) => message).join('; ');
}

function tableRow(module: TestModule): string {
  const rows = [...module.children.allTests()];
  const count = (state: string): number => rows.filter((row) => row.result().state === state).length;
  const seconds = Math.round(module.diagnostic().duration / 1000);
  return `| \`${basename(module.moduleId, '.test.ts')}\` | ${rows.length} | ${count('passed')} | ${count('failed') + module.errors().length} | ${count('skipped')} | ${seconds} s |`;
}

/** Rows with something to say, under the table they stand in. */
function tellingRows(module: TestModule): readonly string[] {
  const telling = [...module.children.allTests()].filter((row) => wordsOf(row) !== '');
  return telling.map((row) => `| ${cell(row.fullName)} | ${MARKS[row.result().state]} | ${cell(wordsOf(row))} |`);
}

function sectionOf(modules: readonly TestModule[]): string {
  const firefox = findFirefox();
  const browsers = `${versionOf(findChromium())}, ${firefox === '' ? 'no Firefox on this machine: its rows were skipped' : versionOf(firefox)}`;
  const sorted = [...modules].sort((a, b) => (a.moduleId < b.moduleId ? -1 : 1));
  const told = sorted.flatMap(tellingRows);
  return [
    HEADING, '', `Commit ${commitNow()}, seed ${SEED}, ${new Date().toISOString().slice(0, 10)}; ${browsers}; Node ${process.versions.node}, ${availableParallelism()} cores. Written by \`npm run browsers\`.`, '',
    '| table | rows | passed | failed | skipped | took |', '|---|---|---|---|---|---|', ...sorted.map(tableRow), '',
    ...(told.length > 0 ? ['| row | result | what was seen |', '|---|---|---|', ...told, ''] : []),
  ].join('\n');
}

/** Puts `section` in the place of the last one, or at the end of the page. */
export function withSection(page: string, section: string): string {
  const from = page.indexOf(`${HEADING}\n`);
  if (from === -1) return `${page.trimEnd()}\n\n${section}`;
  const rest = page.slice(from + HEADING.length).search(/^#/m);
  return page.slice(0, from) + section + (rest === -1 ? '' : `\n${page.slice(from + HEADING.length + rest)}`);
}

/** Writes the result of a whole run into docs/RELIABILITY.md; of a part of the tables it says that nothing was written. */
class BrowsersReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const all = readdirSync(TABLES).filter((name) => name.endsWith('.test.ts'));
    if (all.some((name) => !modules.some(({ moduleId }) => basename(moduleId) === name))) {
      console.log('\nNot all tables ran: docs/RELIABILITY.md stays as it is');
      return;
    }
    writeFileSync(PAGE, withSection(readFileSync(PAGE, 'utf8'), sectionOf(modules)));
    console.log('\nWritten to docs/RELIABILITY.md');
  }
}

// vitest loads a reporter by its default export.
export default BrowsersReporter;
