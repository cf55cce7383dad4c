import { execFile, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { contentHash } from '#core/units';
import { MIX_PARAMETERS } from '#worker/recommender';
import { aReportBody, heldClock, post } from '#support/pair';
import { offerOf, printedPolicy, PROGRAM, startServing, until, type Offer, type Serving } from '#support/serving';

let serving: Serving | undefined;
afterEach(async () => {
  await serving?.stop();
  serving = undefined;
});

interface ListedRound {
  readonly record: { readonly round: number; readonly task: string; readonly leaderReports: number; readonly helperReports: number; readonly leaderShare: string; readonly modelAfter: string; readonly rejects: Record<string, number> };
}

async function roundsOf(leader: string): Promise<readonly ListedRound[]> {
  const response = await fetch(`${leader}/v1/rounds`).catch(() => undefined);
  return response?.ok ? ((await response.json()) as { rounds: ListedRound[] }).rounds : [];
}

/** The offer once it has a mix task: a leader that has just started may show another kind before it. */
function firstOffer(leader: string): Promise<Offer> {
  return until(async () => {
    const offer = await offerOf(leader);
    return offer?.tasks.some(({ task }) => task.model === 'mix') ? offer : undefined;
  });
}

/** An update to the mix. */
const DELTA = Float32Array.from({ length: MIX_PARAMETERS + 1 }, (_, i) => (i === 0 ? 0.4 : i === MIX_PARAMETERS ? 0 : 0.05));

type OpenTask = Offer['tasks'][number];

/** The mix task of an offer. @throws Error if it offers none */
function mixTaskOf(offer: Offer): OpenTask {
  const open = offer.tasks.find(({ task }) => task.model === 'mix');
  if (!open) throw new Error('No mix task is open');
  return open;
}

/** Sealed reports of `count` devices, each on the same update. */
function reportsTo(open: OpenTask, count: number): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  return Promise.all(Array.from({ length: count }, () => aReportBody(open.task, open.id, DELTA, heldClock())));
}

/** Sends a body again and again until the leader acknowledges it, as a device does, or its task has closed. */
async function sendUntilAnswered(leader: string, body: Uint8Array<ArrayBuffer>): Promise<number | 'closed'> {
  return until(async () => {
    const { status, text } = await post(leader, body);
    return status === 200 || status === 201 ? status : text.includes('task-closed') ? 'closed' : undefined;
  }, 100);
}

/** Reports of 50 devices, all acknowledged in one task, sealed before `sending` is run; begun again with the next task where one closed before the last of them was in. */
async function filledTask(leader: string, sending: () => Promise<void> = async () => undefined): Promise<{ readonly open: OpenTask; readonly bodies: readonly Uint8Array<ArrayBuffer>[] }> {
  for (let isFirst = true; ; isFirst = false) {
    const open = mixTaskOf(await firstOffer(leader));
    const bodies = await reportsTo(open, 50);
    if (isFirst) await sending();
    const answers = await Promise.all(bodies.map((body) => sendUntilAnswered(leader, body)));
    if (!answers.includes('closed')) return { open, bodies };
  }
}

/** Runs `homebird` to its end. */
function homebird(...args: string[]): { readonly status: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], { encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
}

/** Runs `homebird` to its end while this process goes on, as a proxy in it must. */
function homebirdBeside(...args: string[]): Promise<{ readonly status: number | null; readonly out: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [PROGRAM, ...args], (_error, out) => resolve({ status: child.exitCode, out }));
  });
}

/** A proxy that changes answers on their way. */
async function proxyOf(leader: string, change: (path: string, body: Buffer) => Buffer): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const relay = async (): Promise<void> => {
      const answer = await fetch(`${leader}${request.url ?? ''}`);
      response.writeHead(answer.status).end(change(request.url ?? '', Buffer.from(await answer.arrayBuffer())));
    };
    void relay();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

test('serve prints its addresses, closes a verified round with simulated shoppers and exits 0', async () => {
  serving = await startServing(['--rounds', '1', '--shoppers', '60', '--round-seconds', '40']);
  await serving.printed(/^round 1 closed:/m);
  expect(await serving.ended).toBe(0);
  const lines = serving.out().split('\n');
  const { port } = serving;
  for (const [i, name] of ['shop', 'console', 'audit', 'leader', 'helper'].entries()) expect(lines).toContain(`${name} http://127.0.0.1:${port + i}`);
  expect(serving.out()).toMatch(/^round 1 closed: \d+ reports, quality [\d.]+ → [\d.]+, verified$/m);
  const figures = JSON.parse(readFileSync(join(serving.data, 'quality.json'), 'utf8')) as { quality: number; baseline: number }[];
  expect(figures[0]?.quality).toBeGreaterThan(figures[0]?.baseline ?? 1); // popularity alone, on the same choices
  expect(new Set(figures.map(({ baseline }) => baseline)).size).toBe(1);
  expect(existsSync(join(serving.data, 'leader', 'leader.db'))).toBe(true);
  expect(existsSync(join(serving.data, 'helper', 'helper.db'))).toBe(true);
});

test('a role of a living parent leaves Ctrl-C to it, and stops by itself when told', async () => {
  const data = mkdtempSync(join(tmpdir(), 'homebird-helper-'));
  const child = spawn(process.execPath, [PROGRAM, 'helper', '--data', data, '--port', '0', '--with-parent'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const exit = new Promise<{ code: number | null; signal: string | null }>((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  const notice = await new Promise<string>((resolve) => child.stdout.setEncoding('utf8').once('data', resolve));
  const port = /"port":(\d+)/.exec(notice)?.[1];
  child.kill('SIGINT');
  const answers: number[] = [];
  for (let i = 0; i < 5; i++) answers.push((await fetch(`http://127.0.0.1:${port}/healthz`, { headers: { connection: 'close' } })).status);
  // Its standard input stays open, as a parent's that waits for it does.
  child.kill('SIGTERM');
  expect(await exit).toEqual({ code: 0, signal: null });
  expect(answers).toEqual([200, 200, 200, 200, 200]);
  rmSync(data, { recursive: true });
});

describe('with --shoppers 0', () => {
  test('a role that is killed is started again, and its round closes with every report', async () => {
    serving = await startServing(['--shoppers', '0', '--rounds', '1', '--round-seconds', '40']);
    const { leader } = serving;
    const { killRole, pid } = serving;
    await firstOffer(leader);
    expect(new Set([pid('leader'), pid('helper')]).size).toBe(2);
    const { open, bodies } = await filledTask(leader, async () => {
      for (const role of ['leader', 'helper'] as const) await killRole(role);
    });
    await killRole('leader');
    const again = await Promise.all(bodies.map((body) => sendUntilAnswered(leader, body)));
    expect(new Set(again)).toEqual(new Set([200])); // every one is known: none was lost
    const [round] = await until(async () => {
      const rounds = await roundsOf(leader);
      return rounds.length > 0 ? rounds : undefined;
    }, 200);
    expect(round?.record).toMatchObject({ task: open.id, leaderReports: 50, helperReports: 50 });
    expect(await serving.ended).toBe(0);
    expect(serving.out()).toMatch(/^round 1 closed: 50 reports, quality not measured.*, verified$/m);
  });

  test('hostile bytes get a problem+json and a count, and the servers go on', async () => {
    serving = await startServing(['--shoppers', '0']);
    const { leader, helper } = serving;
    const open = mixTaskOf(await firstOffer(leader));
    const good = await aReportBody(open.task, open.id, DELTA, heldClock());
    const unknown = good.slice();
    unknown.fill(9, 0, 32);
    const undecryptable = good.slice();
    undecryptable[150] = (undecryptable[150] ?? 0) ^ 1;
    const cases: readonly (readonly [string, Uint8Array<ArrayBuffer>, number])[] = [
      ['nothing', new Uint8Array(0), 422],
      ['noise', crypto.getRandomValues(new Uint8Array(300)), 422],
      ['a report cut short', good.slice(0, 120), 422],
      ['a report with bytes left over', new Uint8Array([...good, 0]), 422],
      ['an unknown task', unknown, 404],
      ['a changed seal', undecryptable, 422],
      ['too much', new Uint8Array(65_537), 413],
      ['far too much', new Uint8Array(3_000_000), 413],
    ];
    for (const [name, body, status] of cases) {
      expect({ name, ...(await post(leader, body)) }).toMatchObject({ name, status, type: 'application/problem+json' });
    }
    const chunk = `${(40_000).toString(16)}\r\n${'x'.repeat(40_000)}\r\n`;
    expect(await rawAnswer(leader, `POST /v1/reports HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n${chunk}${chunk}`)).toMatch(/^HTTP\/1\.1 413 /);
    for (const [url, method] of [['/v1/reports', 'GET'], ['/v1/models/../../etc/passwd', 'GET'], ['/v1/models/zz', 'GET'], ['/log/tile/0/999', 'GET'], ['/nothing', 'GET']] as const) {
      const answer = await fetch(`${leader}${url}`, { method });
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
    }
    expect(await rawAnswer(leader, 'this is not HTTP\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await rawAnswer(leader, `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
    for (const path of ['/v1/tasks/aa', `/v1/tasks/${open.id}/jobs/${'0'.repeat(32)}`]) {
      const answer = await fetch(`${helper}${path}`, { method: 'PUT', body: good });
      expect(answer.status).toBe(401);
    }
    expect((await fetch(`${helper}/v1/tasks/${open.id}/share`, { method: 'POST', body: good, headers: { 'dap-auth-token': 'f'.repeat(64) } })).status).toBe(401);
    expect((await fetch(`${helper}/add-checkpoint`, { method: 'POST', body: 'old 0\n\nnoise' })).status).toBe(400);
    expect((await post(leader, good)).status).toBe(201);
    const metrics = await (await fetch(`${leader}/metrics`)).text();
    expect(metrics).toMatch(/homebird_rejects_total\{reason="malformed"\} [4-9]/);
    expect(metrics).toMatch(/homebird_rejects_total\{reason="too-large"\} [2-9]/);
    expect(metrics).toMatch(/homebird_rejects_total\{reason="task-unknown"\} 1/);
    expect(metrics).toMatch(/homebird_rejects_total\{reason="undecryptable"\} 1/);
    // No address of a sender anywhere: not in metrics, not in a log.
    const logs = readdirSync(join(serving.data, 'logs')).map((name) => readFileSync(join(serving?.data ?? '', 'logs', name), 'utf8')).join('\n');
    expect(`${metrics}${logs}`).not.toMatch(/127\.0\.0\.1:(?!2|3|4|5)\d|remoteAddress|::ffff/);
  });

  test('verify finds a published round whole, and names it when one byte of it changes on the wire', async () => {
    serving = await startServing(['--shoppers', '0', '--round-seconds', '20']);
    const { leader } = serving;
    await filledTask(leader);
    await serving.printed(/^round 1 closed: 50 reports.*verified$/m);
    const [round] = await roundsOf(leader);
    const policy = await printedPolicy(serving);
    const whole = homebird('verify', leader, '--policy', policy);
    expect(whole.out).toMatch(/verified: 1 round, 50 reports/);
    expect(whole.status).toBe(0);
    expect(homebird('verify', leader, '--policy', '0'.repeat(64)).status).toBe(1);
    const changed = await proxyOf(leader, (path, body) => {
      if (path === `/v1/shares/${round?.record.leaderShare}`) body[0] = (body[0] ?? 0) ^ 1;
      return body;
    });
    const verdict = await homebirdBeside('verify', changed.url, '--policy', policy);
    changed.server.close();
    expect(verdict.out).toMatch(/WRONG: round 1/);
    expect(verdict.status).toBe(1);
  });

  test('another shop begins with a published model: the log says so, and a folder with rounds of its own refuses it', async () => {
    serving = await startServing(['--shoppers', '0', '--rounds', '1', '--round-seconds', '30']);
    const { leader, data } = serving;
    const offer = await firstOffer(leader);
    const policy = await printedPolicy(serving);
    const models = join(data, 'published');
    expect(homebird('verify', leader, '--policy', policy, '--models', models).status).toBe(0);
    await filledTask(leader);
    expect(await serving.ended).toBe(0);

    const t11 = readFileSync(join(models, 't11.model'));
    t11.writeFloatLE(0.125, 12); // what rounds of its own would have made of it
    const path = join(data, 'another-t11.model');
    writeFileSync(path, t11);
    const second = await startServing(['--shoppers', '0', '--model', path, '--model', join(models, 'mix.model')]);
    try {
      const begun = await firstOffer(second.leader);
      expect(begun.models).toMatchObject({ mix: offer.models.mix, t11: contentHash(t11) });
      const verdict = homebird('verify', second.leader, '--policy', await printedPolicy(second));
      expect(verdict).toMatchObject({ status: 0, err: '' });
      expect(verdict.out).toContain(`note Where first models came from (the mix model began as the file ${offer.models.mix}; the t11 model began as the file ${contentHash(t11)}:`);
    } finally {
      await second.stop();
    }

    const refused = homebird('serve', '--shoppers', '0', '--data', data, '--model', path);
    expect(refused).toMatchObject({ status: 1, out: '', err: `Cannot begin with ${path}: ${data} has a t11 model of its own already, and 1 rounds. Leave --model out to go on with it, or name a fresh folder with --data\n` });
    const again = await startServing(['--shoppers', '0', '--data', data, '--model', join(models, 't11.model')]); // the file it began with promises nothing new
    try {
      await again.printed(/^policy /m);
      expect((await roundsOf(again.leader)).map(({ record }) => record.leaderReports)).toEqual([50]);
    } finally {
      await again.stop();
    }
  });

  test('a busy port is a clear error', async () => {
    serving = await startServing(['--shoppers', '0']);
    await serving.printed(/^helper /m);
    const second = spawnSync(process.execPath, [PROGRAM, 'serve', '--shoppers', '0', '--data', join(serving.data, 'second')], { encoding: 'utf8', env: { ...process.env, PORT: String(serving.port - 2) } });
    expect(second.status).toBe(1);
    expect(second.stderr).toContain(`Port ${serving.port} is busy`);
    const sameData = spawnSync(process.execPath, [PROGRAM, 'serve', '--shoppers', '0', '--data', serving.data], { encoding: 'utf8', env: { ...process.env, PORT: String(serving.port + 10) } });
    expect(sameData.status).toBe(1);
    expect(sameData.stderr).toContain(`Another homebird serve runs on ${serving.data}`);
  });
});

function rawAnswer(url: string, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let answer = '';
    socket.on('data', (chunk) => void (answer += String(chunk)));
    socket.on('close', () => resolve(answer));
    socket.on('error', () => undefined); // hanging up is an answer too
  });
}
