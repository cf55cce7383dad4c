import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getPublicKeyAsync } from '@noble/ed25519';
import { consistencyProof, encodeCheckpoint, keyLine, leafHash, signNote, treeRoot, type Ed25519, type NoteSigner } from '#core/tlog';
import { sha256Bytes, utf8Encode, type Clock } from '#core/units';
import { ed25519 } from '#page/crypto';
import { createMetrics } from '#server/http';
import { openWitnessStore } from '#server/libsql';
import { signerIn } from '#server/pair';
import type { WitnessStore } from '#server/store';
import { createWitnessApp, encodeAddCheckpoint, keysByOrigin, knownLog, type KnownLog } from '#server/witness';
import { heldClock, quietLogger } from './pair.ts';
import { valueOf } from './result.ts';

/** A log of numbered entries, and what it would send to a witness. */
export interface TestLog {
  readonly origin: string;
  readonly signer: NoteSigner;
  readonly known: KnownLog;
  /** Signed checkpoint of the first `size` entries. @param fork - another history from its first entry on */
  note(size: number, fork?: string): Promise<string>;
  /** Body of `add-checkpoint` from one size to another. */
  request(oldSize: number, size: number, fork?: string): Promise<string>;
}

/** A log of up to `most` entries with a repeatable key. */
export async function aTestLog(origin: string, most = 40): Promise<TestLog> {
  const secretKey = sha256Bytes(utf8Encode(origin));
  const signer: NoteSigner = { name: origin, secretKey, publicKey: new Uint8Array(await getPublicKeyAsync(secretKey)) };
  const leaves = (fork: string): Uint8Array[] => Array.from({ length: most }, (_, i) => leafHash(utf8Encode(`${fork}${i}`)));
  const note: TestLog['note'] = (size, fork = '') => signNote(encodeCheckpoint({ origin, size, root: treeRoot(leaves(fork).slice(0, size)) }), signer, ed25519);
  return {
    origin, signer, note,
    known: valueOf(knownLog(keyLine(signer.name, signer.publicKey))),
    request: async (oldSize, size, fork = '') => encodeAddCheckpoint({ oldSize, proof: consistencyProof(leaves(fork).slice(0, size), Math.min(oldSize, size)), note: await note(size, fork) }),
  };
}

/** A witness over a real file, asked without a network. */
export interface TestWitness {
  readonly signer: NoteSigner;
  readonly store: WitnessStore;
  readonly lines: string[];
  fetch(path: string, init?: RequestInit): Promise<Response>;
  add(body: string): Promise<Response>;
  /** Closes its file and opens it again, as after a crash. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a witness of `logs`, which a test may add to. @param wrap - puts something between the witness and its store @param signing - what it signs with */
export async function startWitness(logs: readonly KnownLog[], { clock = heldClock(), wrap = (store) => store, signing = ed25519 }: { clock?: Clock; wrap?: (store: WitnessStore) => WitnessStore; signing?: Ed25519 } = {}): Promise<TestWitness> {
  const folder = mkdtempSync(join(tmpdir(), 'homebird-witness-'));
  const lines: string[] = [];
  const open = async (): Promise<{ store: WitnessStore; app: ReturnType<typeof createWitnessApp>; signer: NoteSigner }> => {
    const store = valueOf(openWitnessStore(join(folder, 'witness.db')));
    const signer = await signerIn(store, () => 'witness.test/w1');
    return { store, signer, app: createWitnessApp({ store: wrap(store), signer, keysOf: (origin) => keysByOrigin(logs)(origin), clock, ed25519: signing, metrics: createMetrics(), logger: quietLogger(lines) }) };
  };
  let now = await open();
  const fetch: TestWitness['fetch'] = async (path, init) => now.app.fetch(new Request(`http://witness.test${path}`, init));
  return {
    get signer() { return now.signer; },
    get store() { return now.store; },
    lines, fetch,
    add: (body) => fetch('/add-checkpoint', { method: 'POST', body }),
    async restart() {
      await now.store.close();
      now = await open();
    },
    async close() {
      await now.store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
