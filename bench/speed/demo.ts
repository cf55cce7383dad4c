import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** First port of a demonstration started for a measurement; a busy one is a clear error of `serve`. */
const PORT = 27_310;

/** A running `homebird serve` without simulated shoppers. */
export interface Demo {
  readonly shop: string;
  stop(): Promise<void>;
}

/** Starts the demo shop from `program`, the built server. @throws Error with the server's own words if it does not start */
export async function startDemo(program: string): Promise<Demo> {
  const data = mkdtempSync(join(tmpdir(), 'homebird-bench-'));
  const child = spawn(process.execPath, [program, 'serve', '--data', data, '--shoppers', '0'], { env: { ...process.env, PORT: String(PORT) }, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  let [out, err] = ['', ''];
  child.stderr.on('data', (chunk: Buffer) => void (err += chunk.toString()));
  const shop = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      const line = /^shop (http\S+)$/m.exec(out);
      if (line?.[1] !== undefined && /^helper http/m.test(out)) resolve(line[1]);
    });
    child.once('exit', () => reject(new Error(`Cannot start the demo shop:\n${out}${err}`)));
  });
  return {
    shop,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** The browser that `prepare.mjs test` found. @throws Error if there is none */
export function chromiumPath(root: string): string {
  const found = join(root, 'node_modules', '.homebird-chromium');
  const path = process.env['HOMEBIRD_CHROMIUM'] ?? (existsSync(found) ? readFileSync(found, 'utf8').trim() : '');
  if (path === '') throw new Error('Cannot measure a browser: run `node prepare.mjs test` first, or set HOMEBIRD_CHROMIUM');
  return path;
}
