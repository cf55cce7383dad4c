import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ByKind } from '#core/protocol';
import { ed25519, webRandomness } from '#page/crypto';
import { createLogger, createMetrics, type Listening } from '#server/http';
import { nodeSymmetric } from '#server/kernels';
import { countedInTurn, countedShopOf, keepDeliveryFresh, openLeader, type CountedSubject, type DeliveryRules, type Deployment, type MeasurePlan, type ModelPlan, type OpenLeader } from '#server/leader';
import { openLeaderStore } from '#server/libsql';
import { inTurns, type Turns } from '#server/turns';
import { openConsole, type ConsoleFile, type OpenConsole } from './console-site.ts';
import { pairSecretAt } from './data-folder.ts';
import { readArguments, textOption } from './options.ts';
import { noticeLine, type Streams } from './output.ts';
import { announce, serveRole, stopRequested, systemClock } from './role.ts';
import { readCatalogue } from './shop-files.ts';

/** A plan as it stands in the file that `serve` writes for its leader. */
export interface PlanFile extends Omit<ModelPlan, 'windowMs'> {
  /** Windows of the first rounds, then of all later ones. */
  readonly windows: { readonly first: number; readonly firstMs: number; readonly laterMs: number };
}

/** A measurement as it stands there: its subjects take turns. */
export interface MeasureFile extends Omit<MeasurePlan, 'counts'> {
  readonly subjects: readonly CountedSubject[];
}

/** What `serve` tells its leader: all of a deployment that is not in the data folder. */
export interface LeaderFile extends Omit<Deployment, 'plans' | 'measures' | 'firstModels'> {
  readonly host: string;
  readonly port: number;
  /** Where this machine reaches the helper, whatever the world calls it. */
  readonly peerUrl: string;
  readonly plans: readonly PlanFile[];
  readonly measures: readonly MeasureFile[];
  /** How the delivery of ads follows what they tell. */
  readonly delivery: DeliveryRules;
  /** Paths. */
  readonly data: string;
  readonly secret: string;
  readonly firstModels: ByKind<string>;
  readonly console: ConsoleFile;
}

/** How often it is looked whether a delivery is due, ms. */
const DELIVERY_TURN_MS = 5_000;
/** How often the helper is asked for its keys before the leader gives up, and how long between, ms. */
const HELPER_ATTEMPTS = 20;
const HELPER_PAUSE_MS = 500;

function planOf({ windows, ...plan }: PlanFile): ModelPlan {
  return { ...plan, windowMs: (roundsClosed) => (roundsClosed < windows.first ? windows.firstMs : windows.laterMs) };
}

function firstModelsAt(paths: LeaderFile['firstModels']): Deployment['firstModels'] {
  return Object.fromEntries(Object.entries(paths).map(([kind, path]) => [kind, new Uint8Array(readFileSync(path))])) as ByKind<Uint8Array>;
}

async function openPatiently(open: () => ReturnType<typeof openLeader>): ReturnType<typeof openLeader> {
  for (let attempt = 1; ; attempt++) {
    const opened = await open();
    if (opened.ok || opened.fault.kind !== 'helper-away' || attempt === HELPER_ATTEMPTS) return opened;
    await new Promise((resolve) => setTimeout(resolve, HELPER_PAUSE_MS));
  }
}

/** Runs the leader of `homebird serve` until it is asked to stop. */
export async function runLeader(argv: readonly string[], streams: Streams): Promise<number> {
  const args = readArguments(argv, { config: { type: 'string' }, 'with-parent': { type: 'boolean' } });
  const path = args.ok ? textOption(args.value, 'config') : undefined;
  if (!args.ok || path === undefined) {
    streams.err.write('homebird leader --config FILE is started by homebird serve, which writes the file\n');
    return 2;
  }
  const file = JSON.parse(readFileSync(path, 'utf8')) as LeaderFile;
  const secret = pairSecretAt(file.secret);
  const catalogue = readCatalogue(file.console.catalogue);
  const store = openLeaderStore(join(file.data, 'leader.db'));
  if (!secret.ok || !catalogue.ok || !store.ok) {
    streams.err.write(`${[secret, catalogue, store].flatMap((each) => (each.ok ? [] : [each.fault.message])).join('\n')}\n`);
    return 1;
  }
  const counted = countedShopOf(catalogue.value);
  const [metrics, logger] = [createMetrics(), createLogger('leader')];
  const { plans, measures, delivery, firstModels, console: _, ...deployment } = file;
  const opened = await openPatiently(() => openLeader({
    store: store.value, secret: secret.value, peerUrl: file.peerUrl, clock: systemClock, randomness: webRandomness, symmetric: nodeSymmetric, ed25519, metrics, logger,
    deployment: { ...deployment, plans: plans.map(planOf), measures: measures.map(({ subjects, ...plan }) => ({ ...plan, counts: countedInTurn(subjects, counted) })), firstModels: firstModelsAt(firstModels) },
    onRound: (record) => streams.out.write(noticeLine({ kind: 'round', round: record.round })),
    onNews: (news) => streams.out.write(noticeLine({ ...news })),
  }));
  if (!opened.ok) {
    streams.err.write(`${opened.fault.message}\n`);
    await store.value.close();
    return 1;
  }
  const merchant = await openConsole(file.console, { store: store.value, catalogue: catalogue.value, data: file.data, shop: file.shop, policy: opened.value.policyHash, randomness: webRandomness });
  if (!merchant.ok) {
    streams.err.write(`${merchant.fault.message}\n`);
    await store.value.close();
    return 1;
  }
  const deliveries = inTurns(() => keepDeliveryFresh(store.value, delivery, systemClock).catch((error: unknown) => logger.error('the delivery could not be worked out', { error: String(error) })), DELIVERY_TURN_MS);
  return serveLeader(file, opened.value, { merchant: merchant.value, deliveries, close: () => store.value.close(), metrics, withParent: args.value.values['with-parent'] === true }, streams);
}

async function serveLeader(
  { host, port, console: { port: consolePort } }: LeaderFile, { app, scheduler, policyHash }: OpenLeader,
  { merchant, deliveries, close, metrics, withParent }: { merchant: OpenConsole; deliveries: Turns; close(): Promise<void>; metrics: ReturnType<typeof createMetrics>; withParent: boolean }, streams: Streams,
): Promise<number> {
  await scheduler.turn(); // the manifest exists before the first request
  const listening: Listening[] = [];
  for (const each of [{ fetch: (request: Request) => app.fetch(request), port }, { fetch: merchant.fetch, port: consolePort }]) {
    const server = await serveRole({ ...each, host, metrics }, streams, 'PORT=n');
    if (!server) {
      for (const other of listening) await other.close();
      await close();
      return 1;
    }
    listening.push(server);
  }
  scheduler.start();
  merchant.start();
  deliveries.start();
  const stopped = stopRequested({ withParent }, streams);
  announce(streams, { role: 'leader', port: listening[0]?.port, policy: policyHash, signIn: merchant.signInUrl });
  await stopped;
  await Promise.all([scheduler.stop(), merchant.stop(), deliveries.stop()]);
  for (const server of listening) await server.close();
  await close();
  return 0;
}
