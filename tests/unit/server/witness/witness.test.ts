import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { COSIGNATURE_V1, cosignedAt, cosignNote, decodeCheckpoint, encodeCheckpoint, keyLine, openNote, parseKeyLine, signNote, unverifiedText } from '#core/tlog';
import { toBase64 } from '#core/units';
import { ed25519 } from '#page/crypto';
import { encodeAddCheckpoint, keysByOrigin, knownLog, mergedLogs, MAX_ADD_CHECKPOINT_BYTES, parseLogList } from '#server/witness';
import type { WitnessStore } from '#server/store';
import { faultyStore, isWrite } from '#support/faulty-store';
import { heldClock } from '#support/pair';
import { valueOf } from '#support/result';
import { aTestLog, startWitness, type TestWitness } from '#support/witness';

type WitnessTables = WitnessStore['tables'];

const log = await aTestLog('log.example/one');
const other = await aTestLog('log.example/two');
const stranger = await aTestLog('log.example/three');

let witness: TestWitness | undefined;
afterEach(async () => {
  await witness?.close();
  witness = undefined;
});

async function aWitness(...options: Parameters<typeof startWitness> extends [unknown, ...infer Rest] ? Rest : never): Promise<TestWitness> {
  witness = await startWitness([log.known, other.known], ...options);
  return witness;
}

/** Size of the tree that `witness` has on disk for `origin`. */
function sizeOn({ store }: TestWitness, origin = log.origin): number | undefined {
  const row = store.tables.witnessed.get(origin);
  return row && valueOf(decodeCheckpoint(row.text)).size;
}

describe('add-checkpoint', () => {
  test('cosigns a log that grows, and the answer under the note holds', async () => {
    const clock = heldClock(1_800_000_000_000);
    const asked = await aWitness({ clock });
    for (const [oldSize, size] of [[0, 0], [0, 1], [1, 3], [3, 8], [8, 8], [8, 21]] as const) {
      const answer = await asked.add(await log.request(oldSize, size));
      expect([oldSize, size, answer.status]).toEqual([oldSize, size, 200]);
      const key = valueOf(parseKeyLine(keyLine(asked.signer.name, asked.signer.publicKey, COSIGNATURE_V1)));
      expect(await cosignedAt((await log.note(size)) + (await answer.text()), key, ed25519)).toEqual({ ok: true, value: 1_800_000_000 });
    }
    expect(sizeOn(asked)).toBe(21);
  });

  test('keeps several logs apart', async () => {
    const asked = await aWitness();
    expect((await asked.add(await log.request(0, 9))).status).toBe(200);
    expect((await asked.add(await other.request(0, 4))).status).toBe(200);
    expect((await asked.add(await log.request(9, 10))).status).toBe(200);
    expect([sizeOn(asked), sizeOn(asked, other.origin)]).toEqual([10, 4]);
  });

  test('answers 404 for a log it does not know, also under a known key', async () => {
    const asked = await aWitness();
    expect((await asked.add(await stranger.request(0, 3))).status).toBe(404);
    const renamed = await signNote(encodeCheckpoint({ origin: stranger.origin, size: 0, root: new Uint8Array(32) }), log.signer, ed25519);
    expect((await asked.add(encodeAddCheckpoint({ oldSize: 0, proof: [], note: renamed }))).status).toBe(404);
  });

  test('answers 403 without a signature of the log, or with a false one beside a true one', async () => {
    const asked = await aWitness();
    const note = await log.note(3);
    const unsigned = await signNote(valueOf(unverifiedText(note)), stranger.signer, ed25519);
    expect((await asked.add(`old 0\n\n${unsigned}`)).status).toBe(403);
    const line = note.slice(note.lastIndexOf('\n\n') + 2);
    const bytes = Buffer.from(line.trim().split(' ')[2] ?? '', 'base64');
    const forged = `— ${log.origin} ${toBase64(bytes.with(20, (bytes[20] ?? 0) ^ 1))}\n`;
    for (const lines of [forged, line + forged, forged + line]) expect((await asked.add(`old 0\n\n${valueOf(unverifiedText(note))}\n${lines}`)).status).toBe(403);
    expect(sizeOn(asked)).toBeUndefined();
  });

  test('ignores signatures of keys it does not know, and keeps none of them', async () => {
    const asked = await aWitness();
    const cosigned = valueOf(await cosignNote(await log.note(3), stranger.signer, 1_800_000_000, ed25519));
    expect((await asked.add(`old 0\n\n${cosigned}`)).status).toBe(200);
    expect(asked.store.tables.witnessed.get(log.origin)?.signatures).not.toContain(stranger.origin);
  });

  test('answers 409 and the size it saw last, where the log starts from another', async () => {
    const asked = await aWitness();
    const early = await asked.add(await log.request(4, 9)); // it never saw any
    expect([early.status, early.headers.get('content-type'), await early.text()]).toEqual([409, 'text/x.tlog.size', '0\n']);
    expect((await asked.add(await log.request(0, 9))).status).toBe(200);
    for (const oldSize of [0, 8]) {
      const late = await asked.add(await log.request(oldSize, 12));
      expect([late.status, late.headers.get('content-type'), await late.text()]).toEqual([409, 'text/x.tlog.size', '9\n']);
    }
  });

  test('answers 400 for an old size above the new one, and for anything that is no such request', async () => {
    const asked = await aWitness();
    const note = await log.note(3);
    for (const body of ['', 'old 0', 'old 0\n', `old 00\n\n${note}`, `old -1\n\n${note}`, `old 4\n\n${note}`, `new 0\n\n${note}`, `old 0\nAAAA\n\n${note}`, `old 0\n!\n\n${note}`, 'old 0\n\nno note', `old 0\n\n${note.replace('\n3\n', '\n03\n')}`]) {
      expect([body, (await asked.add(body)).status]).toEqual([body, 400]);
    }
    const bytes = await asked.fetch('/add-checkpoint', { method: 'POST', body: Uint8Array.of(0xff, 0xfe) });
    expect(bytes.status).toBe(400);
    expect((await asked.add(`old 0\n${`${toBase64(new Uint8Array(32))}\n`.repeat(64)}\n${note}`)).status).toBe(400);
    expect((await asked.fetch('/add-checkpoint')).status).toBe(405);
  });

  test('answers 422 for another history, a false proof, a proof from nothing and a wrong empty tree', async () => {
    const asked = await aWitness();
    const hash = new Uint8Array(32).fill(7);
    const [note, empty] = [await log.note(5), await signNote(encodeCheckpoint({ origin: log.origin, size: 0, root: hash }), log.signer, ed25519)];
    expect((await asked.add(encodeAddCheckpoint({ oldSize: 0, proof: [hash], note }))).status).toBe(422);
    expect((await asked.add(encodeAddCheckpoint({ oldSize: 0, proof: [], note: empty }))).status).toBe(422);
    expect((await asked.add(await log.request(0, 5))).status).toBe(200);
    expect((await asked.add(encodeAddCheckpoint({ oldSize: 5, proof: [], note: await log.note(5, 'fork ') }))).status).toBe(422); // the same size, another tree
    expect((await asked.add(encodeAddCheckpoint({ oldSize: 5, proof: [hash], note }))).status).toBe(422);
    expect((await asked.add(await log.request(5, 11, 'fork '))).status).toBe(422);
    expect((await asked.add(encodeAddCheckpoint({ oldSize: 5, proof: [], note: await log.note(11) }))).status).toBe(422);
    expect(asked.lines.filter((line) => line.includes('signed two histories')).length).toBe(1); // once a minute, and not once a request
    expect(sizeOn(asked)).toBe(5);
  });

  test('tells of two trees of one size with both, and of each log by itself', async () => {
    const clock = heldClock();
    const asked = await aWitness({ clock });
    await asked.add(await log.request(0, 5));
    await asked.add(await other.request(0, 4));
    for (let i = 0; i < 3; i++) {
      for (const one of [log, other]) expect((await asked.add(encodeAddCheckpoint({ oldSize: one === log ? 5 : 4, proof: [], note: await one.note(one === log ? 5 : 4, 'fork ') }))).status).toBe(422);
      if (i === 1) clock.forward(60_000);
    }
    for (const one of [log, other]) {
      const told = asked.lines.filter((line) => line.includes('signed two histories') && line.includes(`"log":"${one.origin}"`));
      expect(told.length).toBe(2);
      const [root, forked] = await Promise.all(['', 'fork '].map(async (fork) => toBase64(valueOf(decodeCheckpoint(valueOf(unverifiedText(await one.note(one === log ? 5 : 4, fork))))).root)));
      expect(told[0]).toContain(`"cosignedRoot":"${root}"`);
      expect(told[0]).toContain(`"shownRoot":"${forked}"`);
    }
  });

  test('refuses a body that is too large without reading it all', async () => {
    const asked = await aWitness();
    expect((await asked.add(`old 0\n\n${'x'.repeat(MAX_ADD_CHECKPOINT_BYTES)}`)).status).toBe(413);
  });
});

describe('strangers who send again what is public', () => {
  test('get a signature of now for the last checkpoint, and cost no write', async () => {
    const clock = heldClock(1_800_000_000_000);
    let writes = 0;
    const asked = await aWitness({ clock, wrap: (store) => faultyStore<WitnessTables>(store, (operation) => {
      if (isWrite(operation)) writes += 1;
      return undefined;
    }).store });
    await asked.add(await log.request(0, 7));
    const [before, row] = [writes, asked.store.tables.witnessed.get(log.origin)];
    expect(before).toBeGreaterThan(0);
    const key = valueOf(parseKeyLine(keyLine(asked.signer.name, asked.signer.publicKey, COSIGNATURE_V1)));
    for (let i = 1; i <= 5; i++) {
      clock.forward(60_000);
      const answer = await asked.add(await log.request(7, 7));
      expect(await cosignedAt((await log.note(7)) + (await answer.text()), key, ed25519)).toEqual({ ok: true, value: 1_800_000_000 + 60 * i });
    }
    expect([writes, asked.store.tables.witnessed.get(log.origin)]).toEqual([before, row]);
    expect((await asked.add(await log.request(7, 9))).status).toBe(200); // what is new is kept
    expect([writes > before, sizeOn(asked)]).toEqual([true, 9]);
  });

  test('raise no alarm about an honest log, and cannot silence a true one', async () => {
    const asked = await aWitness();
    await asked.add(await log.request(0, 5));
    const junk = [new Uint8Array(32)];
    expect((await asked.add(encodeAddCheckpoint({ oldSize: 5, proof: junk, note: await log.note(5) }))).status).toBe(422);
    expect(asked.lines).toEqual([]);
    expect((await asked.add(encodeAddCheckpoint({ oldSize: 5, proof: junk, note: await log.note(9) }))).status).toBe(422); // it may be a fork, or a stranger's proof
    expect(asked.lines.filter((line) => line.includes('two histories'))).toEqual([]);
    expect(asked.lines.length).toBe(1);
    expect((await asked.add(encodeAddCheckpoint({ oldSize: 5, proof: [], note: await log.note(5, 'fork ') }))).status).toBe(422);
    expect(asked.lines.filter((line) => line.includes('two histories')).length).toBe(1);
  });

  test('get no signature for an older one', async () => {
    let signed = 0;
    const asked = await aWitness({ signing: { ...ed25519, sign: (...args) => {
      signed += 1;
      return ed25519.sign(...args);
    } } });
    await asked.add(await log.request(0, 7));
    await asked.add(await log.request(7, 9));
    expect(signed).toBe(2);
    expect((await asked.add(await log.request(0, 7))).status).toBe(409);
    expect((await asked.add(await log.request(7, 9))).status).toBe(409);
    expect(signed).toBe(2);
  });
});

describe('a witness never forgets and never goes back', () => {
  test('after a restart it goes on from the same tree, with the same key and name', async () => {
    const asked = await aWitness();
    await asked.add(await log.request(0, 7));
    const before = keyLine(asked.signer.name, asked.signer.publicKey);
    await asked.restart();
    expect(keyLine(asked.signer.name, asked.signer.publicKey)).toBe(before);
    expect((await asked.add(await log.request(0, 3, 'fork '))).status).toBe(409);
    expect((await asked.add(encodeAddCheckpoint({ oldSize: 7, proof: [], note: await log.note(7, 'fork ') }))).status).toBe(422);
    expect((await asked.add(await log.request(7, 8))).status).toBe(200);
  });

  test('of many requests at the same time, one at most is cosigned from each size, and no leaf is taken back', async () => {
    const asked = await aWitness();
    await asked.add(await log.request(0, 2));
    const bodies = [...(await Promise.all(Array.from({ length: 18 }, (_, i) => log.request(2, 3 + i)))), ...(await Promise.all(Array.from({ length: 18 }, (_, i) => log.request(2, 3 + i, 'fork '))))];
    const statuses = await Promise.all(bodies.map(async (body) => (await asked.add(body)).status));
    expect(statuses.filter((status) => status === 200).length).toBe(1);
    expect(statuses.filter((status) => ![200, 409, 422].includes(status))).toEqual([]);
    expect(statuses.indexOf(200)).toBeLessThan(18); // none of the fork's
    expect(sizeOn(asked)).toBe(3 + statuses.indexOf(200));
  });

  test.each([['failed', false], ['failed although it was written', true]] as const)('no signature leaves when keeping it %s', async (_, isWritten) => {
    let breaks = false;
    const asked = await aWitness({
      wrap: (store) => ({
        ...store,
        async transact(work) {
          if (!breaks) return store.transact(work);
          if (isWritten) await store.transact(work);
          throw new Error('disk');
        },
      }),
    });
    await asked.add(await log.request(0, 2));
    breaks = true;
    const broken = await asked.add(await log.request(2, 9));
    expect([broken.status, (await broken.text()).includes('—')]).toEqual([500, false]);
    breaks = false;
    const again = await asked.add(await log.request(2, 9));
    expect(again.status).toBe(isWritten ? 409 : 200);
    if (isWritten) expect((await asked.add(await log.request(9, 9))).status).toBe(200);
    expect((await asked.add(await log.request(2, 5, 'fork '))).status).toBe(409);
    expect(sizeOn(asked)).toBe(9);
  });

  test.each(['failed', 'written'] as const)('every operation of its store: its first time "%s", and it signs one history', async (mode) => {
    const seen = new Set<string>();
    let breaks = false; // its start and its first sight of the log are whole: before them it knows no history to keep to
    const asked = await aWitness({ wrap: (store) => faultyStore<WitnessTables>(store, (operation) => {
      if (!breaks || seen.has(operation) || (mode === 'written' && !isWrite(operation) && !operation.startsWith('commit'))) return undefined;
      seen.add(operation);
      return mode;
    }).store });
    await asked.add(await log.request(0, 1));
    breaks = true;
    let at = 1;
    for (const size of [2, 3, 9, 9, 21]) {
      for (let tries = 0; at !== size || tries === 0; tries++) { // as a log does: it asks again, from where the witness says it is
        expect(tries).toBeLessThan(20);
        const answer = await asked.add(await log.request(at, size));
        if (answer.status === 409) at = Number(await answer.text());
        else if (answer.status === 200) at = size;
        else expect(answer.status).toBe(500);
        expect((await asked.add(await log.request(at, Math.max(at, 1), 'fork '))).status).not.toBe(200);
      }
    }
    expect(sizeOn(asked)).toBe(21);
    for (const operation of ['witnessed.set', 'commit of witnessed.set']) expect(seen).toContain(operation);
    const path = `/${createHash('sha256').update(log.origin).digest('hex')}/checkpoint`;
    if (mode === 'failed') expect((await asked.fetch(path)).status).toBe(500);
    const note = await (await asked.fetch(path)).text();
    expect(valueOf(await openNote(note, log.known.key, ed25519))).toContain(`${log.origin}\n21\n`);
  });

  test('a stored checkpoint that cannot be read stops it, and is not taken for nothing', async () => {
    const asked = await aWitness();
    await asked.store.transact(({ witnessed }) => witnessed.set({ origin: log.origin, text: 'torn', signatures: '' }));
    expect((await asked.add(await log.request(0, 2))).status).toBe(500);
  });
});

test('GET /<origin hash>/checkpoint gives what was cosigned with both signatures, and 404 before', async () => {
  const asked = await aWitness();
  const path = `/${createHash('sha256').update(log.origin).digest('hex')}/checkpoint`;
  expect((await asked.fetch(path)).status).toBe(404);
  await asked.add(await log.request(0, 6));
  const note = await (await asked.fetch(path)).text();
  expect(valueOf(await openNote(note, log.known.key, ed25519))).toContain(`${log.origin}\n6\n`);
  expect((await cosignedAt(note, valueOf(parseKeyLine((await (await asked.fetch('/v1/key')).text()).trim())), ed25519)).ok).toBe(true);
});

test('healthz and metrics tell an operator how far each log is and what was refused', async () => {
  const asked = await aWitness();
  await asked.add(await log.request(0, 6));
  await asked.add(await log.request(0, 7));
  await asked.restart();
  await asked.add(await stranger.request(0, 1));
  expect(await (await asked.fetch('/healthz')).text()).toBe('ok\n');
  const text = await (await asked.fetch('/metrics')).text();
  expect(text).toContain(`homebird_cosigned_size{log="${log.origin}"} 6`);
  expect(text).toContain('homebird_cosign_answers_total{answer="unknown-log"} 1');
  expect(text).not.toContain(stranger.origin); // what a caller chose is no label
});

describe('mergedLogs()', () => {
  const rotated = valueOf(knownLog(keyLine('rotated', other.signer.publicKey), log.origin));

  test('puts the logs of several sources together, one named twice by the same key once', () => {
    expect(valueOf(mergedLogs([[log.known], [other.known, log.known]])).map(({ origin }) => origin)).toEqual([log.origin, other.origin]);
    expect(valueOf(mergedLogs([]))).toEqual([]);
    expect(keysByOrigin(valueOf(mergedLogs([[log.known, rotated], [other.known]])))(log.origin).length).toBe(2); // one source may name several keys
  });

  test('refuses a second source that names another key for a log: its holder could take that log\'s place', () => {
    const impostor = valueOf(knownLog(keyLine(log.origin, stranger.signer.publicKey)));
    for (const sources of [[[log.known], [impostor]], [[impostor], [log.known]], [[log.known], [log.known, rotated]]]) {
      expect(mergedLogs(sources)).toMatchObject({ ok: false, fault: { kind: 'bad-log', message: expect.stringContaining(log.origin) as string } });
    }
  });
});

describe('parseLogList()', () => {
  const key = keyLine(log.origin, log.signer.publicKey);

  test('reads the list of the public witness network: origins of their own, several keys, comments', () => {
    const second = keyLine('rotated', other.signer.publicKey);
    const logs = valueOf(parseLogList(`# a list\n\nlogs/v0\nvkey ${key}\norigin none\nqpd 24\ncontact x\n\nvkey ${second}\norigin ${log.origin}\nbastion none\n`));
    expect(logs.map(({ origin, key: { name } }) => [origin, name])).toEqual([[log.origin, log.origin], [log.origin, 'rotated']]);
    expect(keysByOrigin(logs)(log.origin).length).toBe(2);
    expect(keysByOrigin(logs)('another')).toEqual([]);
  });

  test.each([['no header', `vkey ${key}\n`], ['no key', 'logs/v0\norigin a\n'], ['half a key', `logs/v0\nvkey ${key.slice(0, -3)}\n`], ['a key of cosignatures', `logs/v0\nvkey ${keyLine('w', log.signer.publicKey, COSIGNATURE_V1)}\n`]])('refuses a list with %s', (_, text) => {
    expect(parseLogList(text)).toMatchObject({ ok: false, fault: { kind: 'bad-log' } });
    expect(knownLog('').ok).toBe(false);
  });
});
