import { setTimeout as pause } from 'node:timers/promises';
import { encodeTask, taskIdOf } from '#core/protocol';
import { DAY_MS, type Chance } from '#core/units';
import { openLeaderStore } from '#server/libsql';
import { roundsClosed } from './answers.ts';
import type { Known } from './check.ts';
import type { SentReport } from './crowd.ts';
import { forgeReport, LIES } from './forge.ts';
import type { Ground } from './ground.ts';
import type { Material } from './messages.ts';
import { firstOffer, makeReport, makeReports, postReport, valueOf, type MadeReport, type OpenTask } from './reports.ts';

/** Reports of each sort that messages are made from; as many close `mix`, the last of them and none before. */
export const POOL = 60;
/** Good reports that are there to be spoilt. */
const FRESH = 240;

/** A deployment that has closed one batch and holds another open, and the honest reports in both. */
export interface Prepared {
  readonly material: Material;
  /** The task that stays open. */
  readonly open: OpenTask;
  readonly known: Known;
  /** Sends one more honest report to the open task. @throws Error unless it is acknowledged */
  sendHonest(): Promise<void>;
}

/** Puts a task that opens tomorrow into the leader's file, of a model that its plans leave alone. Call while the leader is down. */
async function addFutureTask({ leaderFile }: Ground, like: OpenTask): Promise<OpenTask> {
  const task = { ...like.task, model: 'pairs' as const, opensMs: like.task.opensMs + DAY_MS, closesMs: like.task.closesMs + DAY_MS };
  const bytes = encodeTask(task);
  const id = taskIdOf(bytes);
  const store = valueOf(openLeaderStore(leaderFile));
  await store.transact(({ tasks }) => {
    tasks.add({ id, plan: 'pairs', bytes, opensMs: task.opensMs, closesMs: task.closesMs });
    tasks.move(id, 'planned', 'open');
  });
  await store.close();
  return { id, task };
}

/** Brings a deployment to where every sort of message can be sent: `mix` has closed a batch, `t11` is open and stays so. */
export async function prepareMaterial(ground: Ground, forgeries: number, chance: Chance): Promise<Prepared> {
  const sent = new Map<OpenTask['id'], Map<string, SentReport>>();
  const send = async (report: MadeReport): Promise<void> => {
    const status = await postReport(ground.leaderUrl, report.body);
    if (status !== 201) throw new Error(`An honest report was answered ${status}`);
    sent.set(report.taskId, (sent.get(report.taskId) ?? new Map<string, SentReport>()).set(report.reportId, { ...report, acknowledged: true }));
  };
  const [closing, open] = [await firstOffer(ground.leaderUrl, 'mix'), await firstOffer(ground.leaderUrl, 't11')];
  const late = await makeReports(closing, POOL, chance);
  for (const report of await makeReports(closing, POOL, chance)) await send(report);
  while ((await roundsClosed(ground.leaderUrl)) === 0) await pause(100);
  await ground.leader.stop();
  const future = await addFutureTask(ground, open);
  await ground.leader.start();
  const accepted = await makeReports(open, POOL, chance);
  for (const report of accepted) await send(report);
  const forged: Uint8Array[] = [];
  for (let i = 0; i < forgeries; i++) forged.push(await forgeReport(open, LIES[i % LIES.length] ?? 'changed', chance));
  const bodies = (reports: readonly MadeReport[]): readonly Uint8Array[] => reports.map(({ body }) => body);
  return {
    open,
    known: { sent, tasks: () => [closing, open], mayReject: true },
    sendHonest: async () => send(await makeReport(open, chance)),
    material: {
      accepted: bodies(accepted), fresh: bodies(await makeReports(open, FRESH, chance)), closed: bodies(late), forged, future: bodies(await makeReports(future, 10, chance)), taskId: open.id,
      taskBytes: encodeTask(open.task), secret: ground.secret, checkpoint: await (await fetch(`${ground.leaderUrl}/log/checkpoint`)).text(),
    },
  };
}
