import type { Hono } from 'hono';
import { encodePolicy, policyHashOf, type RoundRecord } from '#core/protocol';
import { keyLine, trustOf, type Ed25519 } from '#core/tlog';
import { fail, ok, toHex, type Clock, type ContentHash, type Fault, type Randomness, type Result } from '#core/units';
import type { SymmetricCrypto } from '#core/xof';
import type { Logger, Metrics } from '#server/http';
import { identityIn, type PairSecret } from '#server/pair';
import type { LeaderStore } from '#server/store';
import { createLeaderApp } from './app.ts';
import { heardPeer } from './heard-peer.ts';
import { helperPins, policyOf, writeGenesis } from './genesis.ts';
import { helperPeer } from './helper-peer.ts';
import { createTally, helperOf, type Deployment, type Leader, type LeaderNews } from './leader.ts';
import { createNoticeBoard } from './publish.ts';
import { createScheduler, type Scheduler } from './schedule.ts';
import { createStandings } from './standings.ts';

/** What `openLeader` needs from the composition root. */
export interface LeaderParts {
  readonly store: LeaderStore;
  readonly secret: PairSecret;
  readonly deployment: Deployment;
  /** Address under which this process reaches the helper. */
  readonly peerUrl: string;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly symmetric: SymmetricCrypto;
  readonly ed25519: Ed25519;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Called after each round is durable. */
  readonly onRound?: (record: RoundRecord) => void;
  /** Called as it happens, once for each change. */
  readonly onNews?: (news: LeaderNews) => void;
}

/** A leader ready to serve. */
export interface OpenLeader {
  readonly app: Hono;
  readonly scheduler: Scheduler;
  /** What the embed line names. */
  readonly policyHash: ContentHash;
}

/** The log's origin: readable, and unique to its key. No scheme, space or plus (C2SP tlog-checkpoint). */
function logOriginOf(shop: string, publicKey: Uint8Array): string {
  const name = shop.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '') || 'shop';
  return `homebird/${name.slice(0, 60)}/${toHex(publicKey).slice(0, 12)}`;
}

/** Brings a leader up over its store: keys, the helper's pins, the log's first leaves, manifest and checkpoint. Serves nothing yet. */
export async function openLeader(parts: LeaderParts): Promise<Result<OpenLeader, Fault<'helper-away' | 'helper-changed' | 'helper-refuses' | 'bad-model' | 'bad-witness'>>> {
  const { onRound, onNews: tell = () => undefined, ...ports } = parts;
  const { store, secret, deployment } = ports;
  const asked = helperPeer(ports.peerUrl, secret);
  const identity = await identityIn(store, 'leader', (publicKey) => logOriginOf(deployment.shop, publicKey));
  const pins = await helperPins(store, asked, keyLine(identity.signer.name, identity.signer.publicKey));
  if (!pins.ok) return pins;
  const policy = policyOf(identity, deployment, pins.value);
  const trust = trustOf(policy);
  if (!trust.ok) return fail('bad-witness', trust.fault.message);
  const standings = createStandings(ports.clock, ({ party, name, trouble }) => tell({ kind: 'party', party, name, why: trouble?.why }));
  const peer = heardPeer(asked, standings, helperOf(ports));
  const leader: Leader = { ...ports, identity, policy, helperConfigId: pins.value.hpkeConfigId, peer, standings, tell, tally: createTally() };
  try {
    await writeGenesis(store, deployment, policy);
  } catch (error) {
    return fail('bad-model', error instanceof Error ? error.message : String(error));
  }
  const board = createNoticeBoard(leader);
  const scheduler = createScheduler(leader, board, onRound);
  return ok({ app: createLeaderApp(leader, board), scheduler, policyHash: policyHashOf(encodePolicy(policy)) });
}
