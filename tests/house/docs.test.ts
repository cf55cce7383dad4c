import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listRooms, ROOT } from '#support/rooms';
import { FIELDS } from '../../src/core/feed/fields.ts';
import { T11_LAYOUT, T11_PARAMETERS } from '../../worker/models/layout.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** Every page a reader can get to from the README, and those beside the code. */
const PAGES = [
  'README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md')).map((name) => join('docs', name)),
  ...['src', 'src/core', 'worker', 'server', 'bench'].map((runtime) => join(runtime, 'README.md')),
];

/** Files that hold the help of every command. */
const HELP_SOURCES = [
  ...readdirSync(join(ROOT, 'server/commands')).filter((name) => name.endsWith('.ts')).map((name) => join('server/commands', name)),
  'server/catalogue/command.ts', 'server/catalogue/knowledge-command.ts', 'bench/simulate/options.ts', 'bench/evaluate/arguments.ts', 'bench/models/options.ts', 'bench/speed/index.ts', 'bench/torture/run.ts', 'bench/attacks/arguments.ts',
];

/** Anchor of a heading, as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading.trim().toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');
}

function anchorsIn(page: string): readonly string[] {
  return [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));
}

/** Targets of the relative links of a page, as paths from the root, and the heading they point at, or ''. */
function linksOf(page: string): readonly { readonly path: string; readonly anchor: string }[] {
  const targets = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target).filter((target) => !/^[a-z][a-z\d+.-]*:/i.test(target));
  return targets.map((target) => {
    const [file = '', anchor = ''] = target.split('#', 2);
    return { path: file === '' ? page : relative(ROOT, join(ROOT, dirname(page), file)), anchor };
  });
}

describe.each(PAGES)('%s', (page) => {
  test('links to files and headings that are there', () => {
    const links = linksOf(page);
    expect(links.filter(({ path }) => !existsSync(join(ROOT, path))).map(({ path }) => path)).toEqual([]);
    expect(links.filter(({ path, anchor }) => anchor !== '' && !anchorsIn(path).includes(anchor)).map(({ path, anchor }) => `${path}#${anchor}`)).toEqual([]);
  });

  test('names options that a command has', () => {
    const commands = [...read(page).matchAll(/^.*(?:npm start|npm run|homebird [a-z]).*$/gm)].map(([line]) => line);
    const options = new Set(commands.flatMap((line) => line.match(/--[a-z][a-z-]*/g) ?? []));
    const help = HELP_SOURCES.map(read).join('\n');
    expect([...options].filter((option) => !help.includes(option))).toEqual([]);
  });
});

test('every page of docs/ can be reached from README.md', () => {
  const reached = new Set(['README.md']);
  for (const page of reached) {
    for (const { path } of linksOf(page)) {
      if (path.endsWith('.md') && PAGES.includes(path)) reached.add(path);
      if (path === 'docs/decisions') for (const decision of PAGES.filter((each) => each.startsWith('docs/decisions/'))) reached.add(decision);
    }
  }
  expect(PAGES.filter((page) => !reached.has(page))).toEqual([]);
});

/** Rooms that the map of README.md names, as paths from the root. */
function mappedRooms(): readonly string[] {
  const rows = [...read('README.md').matchAll(/^\| \[`([\w/]+)`\]\([^)]*\) \|[^|]*\|([^|]*)\|$/gm)];
  return rows.flatMap(([, runtime = '', rooms = '']) => [...rooms.matchAll(/`([\w-]+)`/g)].map(([, room = '']) => `${runtime}/${room}`));
}

test('the map of README.md names every room, and none that is gone', () => {
  expect([...mappedRooms()].sort()).toEqual([...listRooms()].sort());
});

test('each runtime has a README that says what it knows, its door, what is not here, whom it trusts and its numbers', () => {
  for (const runtime of ['src', 'src/core', 'worker', 'server', 'bench']) {
    const text = read(join(runtime, 'README.md'));
    for (const heading of [/\*\*Knows\*\*/, /\*\*Doors?\*\*/, /\*\*Not here\*\*/, /Life of/, /\*\*Trust\*\*|^## Trust/m, /\*\*Numbers\*\*|^## Numbers/m]) expect(text, runtime).toMatch(heading);
  }
});

test('docs/MODEL.md lays T11 out as it is', () => {
  const count = (weights: number): string => weights.toLocaleString('en');
  const rows = T11_LAYOUT.map(({ name, shape, size }) => `| \`${name}\` | [${shape.join(', ')}] | ${count(size)} |`);
  const model = read('docs/MODEL.md');
  for (const row of [...rows, `| | | **${count(T11_PARAMETERS)}** |`]) expect(model).toContain(`${row}\n`);
});

test('docs/shops/feeds.md names every field name that a feed may use', () => {
  const feeds = read('docs/shops/feeds.md');
  expect(Object.values(FIELDS).flat().filter((name) => !feeds.includes(`\`${name}\``))).toEqual([]);
});
