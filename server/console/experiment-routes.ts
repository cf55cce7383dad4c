import type { Hono } from 'hono';
import { isOffered, MAX_KEPT_EXPERIMENTS, parseExperimentRequest, type CampaignFault, type ExperimentRequest } from '#core/campaigns';
import { experimentFaults, isRunning } from '#core/experiment';
import { toHex } from '#core/units';
import { keepExperiments, keptExperiments, managedCampaigns } from '#server/leader';
import type { LeaderTables } from '#server/store';
import { jsonOf, type Guard } from './guard.ts';
import type { ConsoleParts } from './parts.ts';
import { answer, faultOf, refusal } from './problems.ts';

const SALT_BYTES = 16;

/** Everything that speaks against starting `request` now. */
function faultsOf(tables: LeaderTables, request: ExperimentRequest, nowMs: number): readonly CampaignFault[] {
  const campaigns = managedCampaigns(tables).filter((managed) => isOffered(managed, nowMs)).map(({ campaign }) => campaign);
  return experimentFaults(request, { campaigns, others: keptExperiments(tables), nowMs });
}

/** Experiments: everybody signed in reads them; starting and stopping changes what shoppers see, which is the owner's word. */
export function experimentRoutes(app: Hono, { store, clock, randomness, publish }: ConsoleParts, guard: Guard): void {
  const salt = (): string => {
    const bytes = new Uint8Array(SALT_BYTES);
    randomness.fill(bytes);
    return toHex(bytes);
  };
  app.get('/api/experiments', guard.reads('viewer', () => answer({ experiments: keptExperiments(store.tables) })));
  app.post('/api/experiments', guard.writes('owner', async (context) => {
    const body = await jsonOf(context);
    if (body instanceof Response) return body;
    const read = parseExperimentRequest(body.value);
    if (!read.ok) return refusal('invalid', 'Some fields want another value', { faults: [faultOf(read.fault.message, 'experiment')] });
    return store.transact((tables) => {
      const nowMs = clock.nowMs();
      const request = { ...read.value, startMs: Math.max(nowMs, read.value.startMs) };
      const faults = faultsOf(tables, request, nowMs);
      if (faults.length > 0) return refusal('invalid', 'Some fields want another value', { faults });
      const started = { ...request, salt: salt() };
      keepExperiments(tables, [...keptExperiments(tables), started].slice(-MAX_KEPT_EXPERIMENTS));
      publish(tables, nowMs);
      return answer({ experiment: started }, 201);
    });
  }));
  app.post('/api/experiments/:id/stop', guard.writes('owner', (context) => store.transact((tables) => {
    const nowMs = clock.nowMs();
    const all = keptExperiments(tables);
    const running = all.find(({ id }) => id === context.req.param('id'));
    if (!running) return refusal('missing', 'There is no experiment of this id');
    if (!isRunning(running, nowMs) && running.startMs <= nowMs) return refusal('invalid', 'This experiment is over already');
    const stopped = { ...running, endMs: Math.max(nowMs, running.startMs + 1) };
    keepExperiments(tables, all.map((each) => (each === running ? stopped : each)));
    publish(tables, nowMs);
    return answer({ experiment: stopped });
  })));
}
