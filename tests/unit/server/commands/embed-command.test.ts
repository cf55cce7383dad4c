import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runEmbed } from '../../../../server/commands/embed-command.ts';
import { keepTagBuild, tagBuildIn } from '../../../../server/commands/tag-builds.ts';

const BUILD = { build: '0123456789abcdef', integrity: `sha384-${'A'.repeat(64)}` };
const LINE = ['--at', 'https://shop.example/homebird/', '--shop', 'my-shop', '--catalogue', 'https://shop.example/catalogue/catalogue.json'];

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'homebird-embed-'));
  mkdirSync(join(root, 'site/tag', BUILD.build), { recursive: true });
  writeFileSync(join(root, 'site/tag/homebird.json'), JSON.stringify(BUILD));
  writeFileSync(join(root, 'site/tag', BUILD.build, 'homebird.js'), 'tag();');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function embed(...argv: string[]) {
  let [out, err] = ['', ''];
  const code = runEmbed(argv, { out: { write: (text) => (out += text) }, err: { write: (text) => (err += text) } }, join(root, 'server/main.js'));
  return { code, out, err };
}

test('homebird embed prints the line for the shop\'s own place and copies the build there', () => {
  const target = join(root, 'public');
  const { code, out, err } = embed(...LINE, '--endpoint', 'https://leader.example/', '--policy', 'AB'.repeat(32), '-o', target);
  expect([code, err]).toEqual([0, '']);
  expect(out).toBe(`<script async src="https://shop.example/homebird/${BUILD.build}/homebird.js"\n  integrity="${BUILD.integrity}"\n  crossorigin="anonymous"\n  data-shop="my-shop"\n  data-catalogue="https://shop.example/catalogue/catalogue.json"\n  data-endpoint="https://leader.example"\n  data-policy="${'ab'.repeat(32)}"\n  data-defaults="2026-12-01"></script>\n`);
  expect(readFileSync(join(target, BUILD.build, 'homebird.js'), 'utf8')).toBe('tag();');
  expect(embed(...LINE, '-o', target).code).toBe(0); // again: what is there is the same
});

test.each([
  [['--at', 'https://a.example'], /Wanted --at URL, --shop NAME and --catalogue URL/],
  [[...LINE, '--shop', 'my shop'], /Cannot use --shop/],
  [[...LINE, '--at', 'ftp://x'], /as an address/],
  [[...LINE, '--endpoint', 'https://l.example'], /--policy HASH together/],
  [[...LINE, '--endpoint', 'https://l.example', '--policy', 'abc'], /64 hex digits/],
  [[...LINE, '--consent', 'yes'], /Cannot use --consent yes/],
])('homebird embed refuses %j', (argv, why) => {
  const { code, out, err } = embed(...argv);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(why);
});

test('tagBuildIn() says what to do where nothing is built', () => {
  expect(tagBuildIn(join(root, 'nowhere'))).toMatchObject({ ok: false, fault: { message: expect.stringContaining('node prepare.mjs build') as string } });
});

test('keepTagBuild() keeps the newest builds, each whole, and the one that is served', () => {
  const kept = join(root, 'kept');
  for (let i = 0; i < 30; i++) {
    const name = i.toString(16).padStart(16, '0');
    mkdirSync(join(kept, name), { recursive: true });
    utimesSync(join(kept, name), 1_000 + i, 1_000 + i);
  }
  keepTagBuild(join(root, 'site/tag'), BUILD, kept);
  const names = readdirSync(kept);
  expect(names).toHaveLength(20);
  expect(names).toContain(BUILD.build);
  expect(names).toContain((29).toString(16).padStart(16, '0'));
  expect(existsSync(join(kept, '0'.repeat(16)))).toBe(false);
});
