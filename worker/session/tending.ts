import { grantFor } from '#core/consent';
import type { DeviceStores } from '#core/contract';
import type { LedgerEntry, ReportFault } from '#core/protocol';
import { fail, ok, seededChance, type Chance, type Fault, type Result } from '#core/units';
import { contribute, openDeployment, TrainingStopped, trainLocally, type Contribution, type Deployment, type FederationPorts } from '#worker/federation';
import { fitPersonalHead, initialMix, MIX_PARAMETERS } from '#worker/recommender';
import type { DeviceModels } from './device-models.ts';
import type { DeviceOptions } from './options.ts';
import type { Shopper } from './shopper.ts';
import type { SteadyEncoder } from './steady-encoder.ts';

/** Quiet time after something happened before work begins, ms: the page comes first. */
const SETTLE_MS = 1500;
/** Between two looks at the manifest, ms: its own retry window, but no busier and no lazier than this. */
const LOOK_AGAIN_MS = { least: 15_000, most: 900_000 } as const;
/** The same after a fault, and where there is no leader. */
const AFTER_FAULT_MS = 60_000;

/** Work of the idle time: newer models, the personal head, local training, reports. */
export interface Tending {
  start(): void;
  /** Something happened: look again when it is quiet. */
  soon(): void;
  stop(): void;
  /** The fitted personal head, shape [MIX_PARAMETERS]; undefined before there is one. */
  head(): Float32Array | undefined;
  isPaused(): Promise<boolean>;
  pausedUntilMs(): Promise<number | 'resumed' | null>;
  pause(untilMs: number | 'resumed' | null): Promise<void>;
  contributeNow(): Promise<Result<{ readonly uploads: number }, Fault<ReportFault['kind']>>>;
}

export interface TendingOptions extends DeviceOptions {
  readonly stores: DeviceStores;
  readonly shopper: Shopper;
  readonly models: DeviceModels;
  readonly encoder: SteadyEncoder;
}

/** What a round of work did: reports acknowledged, and the delay until the next. */
interface Done {
  readonly uploads: number;
  readonly nextMs: number;
}

/** One device's idle work over its stores. A stopped one never starts again and writes nothing more. */
export function createTending(options: TendingOptions): Tending {
  const { ports, config, stores, shopper, models, notify, grants } = options;
  let state: 'new' | 'running' | 'stopped' = 'new';
  const isStopped = (): boolean => state === 'stopped';
  let takeBack: (() => void) | undefined;
  let head: Float32Array | undefined;
  let headBasis = ''; // history and mix the head was fitted over
  let hasSoughtEngine = false;
  /** When the leader is asked next, and the consent it was last asked under: nothing the shopper does on a page moves it. */
  let nextLook = { atMs: -Infinity, grants: NaN };

  const pausedUntilMs = async (): Promise<number | 'resumed' | null> => {
    const until = (await stores.settings.read('pausedUntilMs')) ?? null;
    return typeof until === 'number' && until <= ports.clock.nowMs() ? null : until;
  };
  const isPaused = async (): Promise<boolean> => (await pausedUntilMs()) !== null;
  const schedule = (delayMs: number): void => {
    if (state !== 'running') return;
    takeBack?.();
    takeBack = ports.after(delayMs, () => tendSafely());
  };
  const pauseFor = (mayGoOn: () => boolean) => async (): Promise<void> => {
    await ports.idle();
    if (isStopped() || !mayGoOn()) throw new TrainingStopped('Training was abandoned: the shopper paused, took consent back or erased');
  };
  const hasLocal = (): boolean => grantFor(grants(), 'local') !== undefined;
  const hasFederate = (): boolean => hasLocal() && grantFor(grants(), 'federate') !== undefined;

  const fitHead = async (): Promise<void> => {
    const history = await shopper.history();
    const basis = `${shopper.revision()} ${models.get('mix')?.hash ?? ''}`;
    if (headBasis === basis) return;
    const t11 = models.get('t11');
    const fitted = await fitPersonalHead({
      weights: models.get('mix')?.weights ?? initialMix(), history, catalogue: options.catalogue, pause: pauseFor(hasLocal),
      ...(t11 && { t11: { encoder: options.encoder, weights: t11.weights } }),
    });
    headBasis = basis;
    head = fitted;
    await stores.settings.write('personalMix', fitted ? [...fitted] : []);
  };

  const federationPorts = async (): Promise<FederationPorts> => ({
    network: ports.network({ ledger: stores.ledger, grants }), files: stores.files, checkpoint: stores.checkpoint, clock: ports.clock, ed25519: ports.ed25519,
    leaderUrl: config.leaderUrl, policyHash: config.policy, ledger: stores.ledger, randomness: ports.randomness, aes: ports.aes, seal: ports.seal,
    grants, draw: await storedDraw(stores, ports.randomness),
  });

  const report = async (deployment: Deployment, federation: FederationPorts): Promise<Result<Contribution, ReportFault>> => {
    if (await isPaused()) return fail('paused', 'The shopper has paused this');
    const history = await shopper.history();
    const chance = chanceFrom(ports.randomness);
    const result = await contribute(federation, deployment, (model) => {
      notify({ kind: 'training', model: model.kind, doneShare: 0 });
      const t11 = models.get('t11');
      return trainLocally(model, { history, catalogue: options.catalogue, encoder: options.encoder, ...(t11 && { t11: t11.weights }), chance, pause: pauseFor(hasFederate) });
    });
    for (const entry of result.ok ? result.value.acked : []) notify({ kind: 'upload', entry: shownEntry(entry) });
    return result;
  };

  /** Time until the leader may be asked again; 0 where that is now. */
  const untilLookMs = (): number => {
    const leftMs = nextLook.atMs - ports.clock.nowMs();
    const isStale = nextLook.grants !== grants().version || leftMs > LOOK_AGAIN_MS.most; // a clock set back must not put it off for years
    return isStale ? 0 : Math.max(0, leftMs);
  };

  /** One round of work; the delay until the next. */
  const work = async (isAsked: boolean): Promise<Result<Done, ReportFault>> => {
    head ??= await restoreHead(stores);
    const federation = await federationPorts();
    if (config.leaderUrl !== '') await models.restore(federation);
    if (!(await isPaused())) await fitHead();
    if (config.leaderUrl === '') return ok({ uploads: 0, nextMs: AFTER_FAULT_MS });
    const leftMs = untilLookMs();
    if (leftMs > 0 && !isAsked) return ok({ uploads: 0, nextMs: leftMs });
    const lookAt = (delayMs: number): void => { nextLook = { atMs: ports.clock.nowMs() + delayMs, grants: grants().version }; };
    lookAt(AFTER_FAULT_MS);
    const looked = await look(federation);
    if (looked.ok) lookAt(looked.value.nextMs);
    return looked;
  };

  /** Asks the leader what is new, and reports where it is this device's turn. */
  const look = async (federation: FederationPorts): Promise<Result<Done, ReportFault>> => {
    const paused = await isPaused();
    const deployment = await openDeployment(federation);
    if (!deployment.ok) return deployment;
    const refreshed = await models.refresh(federation, deployment.value);
    if (!refreshed.ok) return refreshed;
    await seekEngine();
    const { least, most } = LOOK_AGAIN_MS;
    const lookAgainMs = Math.min(most, Math.max(least, deployment.value.manifest.retryWindowMs));
    if (paused || !hasFederate()) return ok({ uploads: 0, nextMs: lookAgainMs });
    const contribution = await report(deployment.value, federation);
    if (!contribution.ok) return contribution;
    const { acked, nextMs } = contribution.value;
    return ok({ uploads: acked.length, nextMs: Math.min(lookAgainMs, Math.max(0, (nextMs ?? Infinity) - ports.clock.nowMs())) });
  };

  const seekEngine = async (): Promise<void> => {
    if (hasSoughtEngine || config.tensorsUrl === '' || !models.get('t11')) return;
    hasSoughtEngine = true; // once a session: a device that has no faster engine now has none in a minute
    const faster = await ports.fasterEncoder({ tensorsUrl: config.tensorsUrl, catalogue: options.catalogue, arrays: options.encoder });
    if (faster.ok && !isStopped()) options.encoder.use(faster.value);
  };

  const guarded = async (isAsked = false): ReturnType<typeof work> => {
    try {
      const done = await ports.alone(`homebird ${config.shop}`, () => work(isAsked));
      return done ?? fail('busy', 'Another tab of this shop is at work');
    } catch (error) {
      if (error instanceof TrainingStopped) return fail('busy', error.message);
      if (error instanceof Error && error.name === 'StorageError') return fail('storage', error.message);
      throw error;
    }
  };

  const tend = async (): Promise<void> => {
    if (state !== 'running' || !hasLocal()) return;
    await ports.idle();
    const done = await guarded();
    if (!done.ok && !isStopped() && done.fault.kind !== 'busy') notify({ kind: 'fault', fault: done.fault });
    schedule(done.ok ? done.value.nextMs : AFTER_FAULT_MS);
  };
  // Idle work that breaks must not take the shelves with it; the next tab starts it afresh.
  const tendSafely = (): void => {
    tend().catch((error: unknown) => notify({ kind: 'fault', fault: { kind: 'crashed', message: error instanceof Error ? error.message : String(error) } }));
  };

  return {
    start() {
      if (state !== 'new') return;
      state = 'running';
      schedule(0);
    },
    soon() {
      const leftMs = untilLookMs();
      schedule(leftMs > 0 ? Math.min(leftMs, SETTLE_MS) : SETTLE_MS); // a busy page must not put off the look either
    },
    stop() {
      state = 'stopped';
      takeBack?.();
    },
    head: () => head,
    isPaused,
    pausedUntilMs,
    async pause(untilMs) {
      await stores.settings.write('pausedUntilMs', untilMs);
      schedule(SETTLE_MS);
    },
    async contributeNow() {
      if (!hasFederate()) return fail('no-consent', 'The shopper has not agreed to contribute');
      if (await isPaused()) return fail('paused', 'The shopper has paused this');
      const done = await guarded(true);
      return done.ok ? ok({ uploads: done.value.uploads }) : done;
    },
  };
}

async function restoreHead(stores: DeviceStores): Promise<Float32Array | undefined> {
  const kept = await stores.settings.read('personalMix');
  return kept?.length === MIX_PARAMETERS ? Float32Array.from(kept) : undefined;
}

/** The one stored random draw of this device; made at its first use. */
async function storedDraw(stores: DeviceStores, randomness: DeviceOptions['ports']['randomness']): Promise<number> {
  const kept = await stores.settings.read('contributionDraw');
  if (kept !== undefined) return kept;
  const words = new Uint32Array(2);
  randomness.fill(new Uint8Array(words.buffer));
  const draw = ((words[0] ?? 0) * 2 ** 21 + ((words[1] ?? 0) >>> 11)) / 2 ** 53; // all the bits of a double: nobody tries them out against arrival times
  await stores.settings.write('contributionDraw', draw);
  return draw;
}

function chanceFrom(randomness: DeviceOptions['ports']['randomness']): Chance {
  const seed = new Uint8Array(4);
  randomness.fill(seed);
  return seededChance(new DataView(seed.buffer).getUint32(0));
}

function shownEntry({ taskId, model, state, rho, atMs }: LedgerEntry): Pick<LedgerEntry, 'taskId' | 'model' | 'state' | 'rho' | 'atMs'> {
  return { taskId, model, state, rho, atMs };
}
