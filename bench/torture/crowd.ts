import { setTimeout as pause } from 'node:timers/promises';
import type { TaskId } from '#core/protocol';
import type { Chance } from '#core/units';
import { createOffers, makeReport, postReport, type MadeReport, type OpenTask } from './reports.ts';

/** A report and what its device knows of it. */
export interface SentReport extends MadeReport {
  /** 201 or 200 came back: from here on it may not be lost. */
  acknowledged: boolean;
}

/** Devices that go on reporting, whatever dies. */
export interface Crowd {
  /** Every report ever sent, by task and id. */
  readonly sent: ReadonlyMap<TaskId, ReadonlyMap<string, SentReport>>;
  /** Acknowledged so far. */
  acknowledged(): number;
  /** Acknowledged reports of the newest open tasks. */
  acknowledgedOf(task: TaskId): number;
  /** Sent again although acknowledged, and known. */
  repeated(): number;
  /** Sent again because no answer came, or one that says to come again. */
  retried(): number;
  /** Tasks seen so far. */
  tasks(): readonly OpenTask[];
  /** What no device should ever be told. */
  faults(): readonly string[];
  /** Resolves when every device has an answer to its last report. */
  stop(): Promise<void>;
}

/** Devices at work at the same time: more than one job of reports waits, fewer than make two cores the limit. */
const DEVICES = 6;
/** Pause before a device asks again, ms. */
const RETRY_PAUSE_MS = 25;
/** How often the offer is read, ms. */
const OFFER_PAUSE_MS = 40;
/** Of so many acknowledged reports one is sent again. */
const REPEAT_ONE_IN = 8;
/** Acknowledged bodies kept for sending again. */
const KEPT_BODIES = 200;

/** What an answer means to the device that sent a report. */
function verdict(status: number): 'acknowledged' | 'closed' | 'again' | 'fault' {
  if (status === 200 || status === 201) return 'acknowledged';
  if (status === 410) return 'closed';
  return status === 0 || status >= 500 ? 'again' : 'fault';
}

/** Starts the devices. @param chance - decides what they report, and what they repeat */
export function startCrowd(leaderUrl: string, chance: Chance): Crowd {
  const tally = newTally();
  const seen = new Map<TaskId, OpenTask>();
  let open: readonly OpenTask[] = [];
  const ending = new AbortController();

  async function device(): Promise<void> {
    while (!ending.signal.aborted) {
      const task = open[chance.below(open.length)];
      if (!task) {
        await pause(OFFER_PAUSE_MS);
        continue;
      }
      const report: SentReport = { ...(await makeReport(task, chance)), acknowledged: false };
      tally.send(report);
      await deliver(leaderUrl, report, tally);
      if (chance.below(REPEAT_ONE_IN) === 0) await repeat(leaderUrl, tally.kept[chance.below(tally.kept.length)], tally);
    }
  }

  async function reader(): Promise<void> {
    const offers = createOffers(leaderUrl);
    while (!ending.signal.aborted) {
      open = (await offers()) ?? open; // a device goes on with what it knows while the leader is away
      for (const task of open) seen.set(task.id, task);
      await pause(OFFER_PAUSE_MS);
    }
  }

  const working = Promise.all([reader(), ...Array.from({ length: DEVICES }, device)]);
  return {
    sent: tally.sent,
    acknowledged: () => tally.counts.acknowledged,
    acknowledgedOf: (task) => tally.byTask.get(task) ?? 0,
    repeated: () => tally.counts.repeated,
    retried: () => tally.counts.retried,
    tasks: () => [...seen.values()],
    faults: () => tally.faults,
    async stop() {
      ending.abort();
      await working;
    },
  };
}

/** Sends until there is an answer that ends it. */
async function deliver(leaderUrl: string, report: SentReport, tally: Tally): Promise<void> {
  for (;;) {
    const status = await postReport(leaderUrl, report.body);
    switch (verdict(status)) {
      case 'acknowledged': return tally.acknowledge(report);
      case 'closed': return undefined;
      case 'fault':
        tally.faults.push(`a good report was answered ${status}`);
        return undefined;
      case 'again':
        tally.counts.retried += 1;
        await pause(RETRY_PAUSE_MS);
    }
  }
}

/** Sends an acknowledged report once more: only 200 shows that it is still known. */
async function repeat(leaderUrl: string, report: SentReport | undefined, tally: Tally): Promise<void> {
  if (!report) return;
  const status = await postReport(leaderUrl, report.body);
  if (status === 200) tally.counts.repeated += 1;
  else if (verdict(status) !== 'again') tally.faults.push(`an acknowledged report was answered ${status} when it came again: it was lost`);
}

/** What all devices together have sent and been told. */
interface Tally {
  readonly sent: ReadonlyMap<TaskId, ReadonlyMap<string, SentReport>>;
  /** The newest acknowledged reports, to be sent again. */
  readonly kept: readonly SentReport[];
  readonly byTask: ReadonlyMap<TaskId, number>;
  readonly counts: { acknowledged: number; repeated: number; retried: number };
  readonly faults: string[];
  send(report: SentReport): void;
  acknowledge(report: SentReport): void;
}

function newTally(): Tally {
  const sent = new Map<TaskId, Map<string, SentReport>>();
  const kept: SentReport[] = [];
  const byTask = new Map<TaskId, number>();
  const counts = { acknowledged: 0, repeated: 0, retried: 0 };
  return {
    sent, kept, byTask, counts, faults: [],
    send(report) {
      const ofTask = sent.get(report.taskId) ?? new Map<string, SentReport>();
      sent.set(report.taskId, ofTask.set(report.reportId, report));
    },
    acknowledge(report) {
      report.acknowledged = true;
      counts.acknowledged += 1;
      byTask.set(report.taskId, (byTask.get(report.taskId) ?? 0) + 1);
      kept.push(report);
      if (kept.length > KEPT_BODIES) kept.shift();
    },
  };
}
