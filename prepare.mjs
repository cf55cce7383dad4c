/**
 * Makes a fresh clone ready, on Node built-ins alone: installs packages, builds, and for tests finds or installs a Chromium.
 *
 *   node prepare.mjs install | build | test | browsers
 *
 * Each step is skipped when its inputs have not changed, so a second run takes well under a second.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(fileURLToPath(import.meta.url));
/** What vite.config.ts knows how to build. */
const BUILDS = ['site', 'tag', 'server'];
/** Everything a build reads. */
const SOURCES = ['src', 'worker', 'server', 'bench', 'public', 'docs', 'README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'index.html', 'console.html', 'audit.html', 'docs.html', 'vite.config.ts', 'vite.docs.ts', 'vite.page.ts', 'vite.parts.ts', 'vite.tag.ts', 'vite.worker.ts', 'package.json', 'package-lock.json', 'tsconfig.base.json'];
const INSTALLED = join(ROOT, 'node_modules', '.homebird-installed');
const BUILT = join(ROOT, 'dist', '.built-from');
/** Where tests read which browser to start. */
const CHROMIUM = join(ROOT, 'node_modules', '.homebird-chromium');
const SYSTEM_CHROMIUMS = [
  '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
/** As for Chromium. */
const FIREFOX = join(ROOT, 'node_modules', '.homebird-firefox');
const SYSTEM_FIREFOXES = ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/snap/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox', 'C:\\Program Files\\Mozilla Firefox\\firefox.exe'];

class PrepareError extends Error {}

function say(text) {
  process.stderr.write(`homebird: ${text}\n`);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new PrepareError(`Node ${process.versions.node} is too old: Homebird wants 20.19 or newer (https://nodejs.org)`);
}

/** Runs a program with its output on our stderr, so that a caller's stdout stays clean. */
function run(command, args) {
  const result = spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  return result.status ?? 1;
}

function fileHash(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
}

function install() {
  const wanted = fileHash(join(ROOT, 'package-lock.json'));
  if (readIfThere(INSTALLED) === wanted) return;
  say('installing packages (npm ci; a minute or two the first time)');
  if (run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']) !== 0) {
    throw new PrepareError('npm ci failed: the lines above say why. Nothing was built; mend it and run the same command again');
  }
  writeFileSync(INSTALLED, wanted);
}

function* filesBelow(path) {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }
  for (const name of readdirSync(path).sort()) yield* filesBelow(join(path, name));
}

function sourcesHash() {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of filesBelow(join(ROOT, source))) hash.update(`${relative(ROOT, file)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** Runs one build and resolves with what it printed and its exit status. */
function buildOne(mode) {
  return new Promise((resolve) => {
    // Whatever the shell says: a development build would hold this folder's path, and no two people would get the same bytes.
    const env = { ...process.env, NODE_ENV: 'production' };
    const child = spawn(process.execPath, [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--mode', mode], { cwd: ROOT, env });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('close', (status) => resolve({ mode, status, output }));
  });
}

async function build() {
  const wanted = sourcesHash();
  if (readIfThere(BUILT) === wanted) return;
  say(`building ${BUILDS.join(', ')}`);
  const started = performance.now();
  rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
  const results = await Promise.all(BUILDS.map(buildOne));
  for (const { mode, status, output } of results) {
    if (output.trim()) process.stderr.write(`${output.trim()}\n`);
    if (status !== 0) throw new PrepareError(`building "${mode}" failed: the lines above name the file`);
  }
  mkdirSync(dirname(BUILT), { recursive: true });
  writeFileSync(BUILT, wanted);
  say(`built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

function starts(path) {
  return Boolean(path) && spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** Playwright's own browser of the installed version; '' where it has none. */
async function playwrightChromium() {
  const { chromium } = await import('playwright-core');
  const path = chromium.executablePath();
  return existsSync(path) ? path : '';
}

/** Installs from the system's package manager where that needs no password. */
function installFromSystem(name) {
  if (!existsSync('/usr/bin/apt-get')) return;
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  for (const step of [['apt-get', 'update', '-qq'], ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', name]]) {
    const [command = '', ...args] = [...asRoot, ...step];
    if (run(command, args) !== 0) return;
  }
}

async function findChromium() {
  for (const path of [process.env.HOMEBIRD_CHROMIUM, readIfThere(CHROMIUM), ...SYSTEM_CHROMIUMS]) {
    if (path && existsSync(path) && starts(path)) return path;
  }
  const bundled = await playwrightChromium();
  if (starts(bundled)) return bundled;
  say('no Chromium found: trying Playwright\'s download');
  run(process.execPath, [join(ROOT, 'node_modules/playwright-core/cli.js'), 'install', 'chromium']);
  const downloaded = await playwrightChromium();
  if (starts(downloaded)) return downloaded;
  say('that did not work: trying the system\'s package manager');
  installFromSystem('chromium');
  const system = SYSTEM_CHROMIUMS.find((path) => existsSync(path) && starts(path));
  if (system) return system;
  throw new PrepareError('the tests need a Chromium and none could be found or installed: install one and set HOMEBIRD_CHROMIUM to its program file');
}

async function chromium() {
  writeFileSync(CHROMIUM, await findChromium());
}

/** A Firefox that starts, installed where the system's package manager can; '' where there is none. */
function findFirefox() {
  const known = () => [process.env.HOMEBIRD_FIREFOX, readIfThere(FIREFOX), ...SYSTEM_FIREFOXES].find((path) => path && existsSync(path) && starts(path));
  const found = known();
  if (found) return found;
  say('no Firefox found: trying the system\'s package manager');
  installFromSystem('firefox-esr');
  return known() ?? '';
}

/** Only the rows about Firefox need it: without one they are skipped, and said to be. */
function firefox() {
  const path = findFirefox();
  if (path === '') say('no Firefox could be found or installed: its tables are skipped. Install one and set HOMEBIRD_FIREFOX to its program file');
  writeFileSync(FIREFOX, path);
}

const STEPS = { install: [install], build: [install, build], test: [install, build, chromium], browsers: [install, build, chromium, firefox] };

const steps = STEPS[process.argv[2] ?? 'build'];
try {
  if (!steps) throw new PrepareError(`unknown step "${process.argv[2]}": wanted one of ${Object.keys(STEPS).join(', ')}`);
  checkNode();
  for (const step of steps) await step();
} catch (error) {
  if (!(error instanceof PrepareError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
