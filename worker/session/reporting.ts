import { grantFor } from '#core/consent';
import { topicOf, type EntryTopic, type LedgerEntry, type ReportFault } from '#core/protocol';
import { fail, seededChance, type Chance, type Randomness, type Result } from '#core/units';
import { contribute, trainLocally, TrainingStopped, type Contribution, type Deployment, type DeploymentPorts, type AdLessons, type Drafts, type Train } from '#worker/federation';
import { lazily } from './lazily.ts';
import type { Sending } from './ports.ts';
import type { VisitOptions } from './visit-terms.ts';

/** What a report needs beside the device. */
export interface ReportingOptions {
  readonly deploymentPorts: DeploymentPorts;
  readonly sending: Sending;
  readonly drafts: Drafts;
  /** The device's stored draw, in [0, 1). */
  readonly draw: number;
}

/** Reports to every open task whose turn it is, as `contribute` does, and tells the page. */
export async function report(options: VisitOptions, deployment: Deployment, { deploymentPorts, sending: { seal, network }, drafts, draw }: ReportingOptions): Promise<Result<Contribution, ReportFault>> {
  const { ports, stores, catalogue, shopper, models, encoder, layoutOf, pairs, grants, notify, pause } = options;
  if (await options.pausing.isPaused()) return fail('paused', 'The shopper has paused this');
  const { ledger } = stores;
  const { randomness, symmetric } = ports;
  const federation = { ...deploymentPorts, network: network({ ledger, grants }), ledger, randomness, symmetric, seal, grants, draw };
  const history = await shopper.history();
  const chance = chanceFrom(randomness);
  const hasAds = (): boolean => grantFor(grants(), 'ads') !== undefined;
  const adLessons = async (): Promise<AdLessons> => {
    const part = await lazily(() => import('./ad-lessons.ts'));
    if (!part.ok) throw new TrainingStopped(part.fault.message);
    return part.value.adLessonsOf({ stores, catalogue, history, nowMs: ports.clock.nowMs(), pause });
  };
  const train: Train = (model, task) => {
    notify({ kind: 'training', model: model.kind, doneShare: 0 });
    const [t11, coOccurrence] = [models.get('t11'), pairs.current()];
    return trainLocally(model, task, { history, catalogue, encoder, ...(t11 && { t11: t11.weights }), ...(coOccurrence && { coOccurrence }), layoutOf, chance, pause, ...(hasAds() && { adLessons }) });
  };
  const counting = grantFor(grants(), 'measure') ? await lazily(() => import('./counting.ts')) : undefined;
  const result = await contribute(federation, deployment, { train, ...(counting?.ok && { counters: counting.value.countersOf({ stores, catalogue, history: () => shopper.history(), chance, hasAds }) }) }, drafts);
  for (const entry of result.ok ? result.value.acked : []) notify({ kind: 'upload', entry: shownEntry(entry) });
  return result;
}

function chanceFrom(randomness: Randomness): Chance {
  const seed = new Uint8Array(4);
  randomness.fill(seed);
  return seededChance(new DataView(seed.buffer).getUint32(0));
}

function shownEntry({ taskId, state, rho, atMs, ...more }: LedgerEntry): EntryTopic & Pick<LedgerEntry, 'taskId' | 'state' | 'rho' | 'atMs'> {
  return { ...topicOf(more), taskId, state, rho, atMs };
}
