import { spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { seededChance } from '#core/units';
import { roundsClosed } from './answers.ts';
import { checkFiles, type Verdict } from './check.ts';
import { startCrowd, type Crowd } from './crowd.ts';
import { prepareGround, type Ground } from './ground.ts';
import { killAgainAndAgain, type KillCount } from './kills.ts';

/** What a run of kills came to. */
export interface KillRun {
  readonly kills: KillCount;
  readonly acknowledged: number;
  readonly repeated: number;
  readonly retried: number;
  readonly verdict: Verdict;
  /** Everything that is wrong; empty where all promises were kept. */
  readonly faults: readonly string[];
  /** Where the files lie; deleted where nothing is wrong. */
  readonly folder: string;
}

export interface KillRunOptions {
  /** Absolute path of the built program, `dist/server/main.js`. */
  readonly program: string;
  readonly kills: number;
  readonly seed: number;
  /** Called now and then with a line of progress. */
  readonly say: (line: string) => void;
}

/** Reports that close a batch: the smallest batch allowed and some more, so that one is full every few kills. */
const BATCH = 55;
/** Entries of the models: small, because the time goes into kills and not into vectors; two, so that one closes while another fills. */
const MODELS = { mix: { length: 16, batch: BATCH }, t11: { length: 40, batch: BATCH } };
/** Kills between two lines of progress. */
const KILLS_A_LINE = 10;
/** Longest that the last batches may take to close once nobody dies any more, ms: an idle machine takes ten seconds. */
const SETTLE_MS = 300_000;

async function until(isThere: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + SETTLE_MS;
  while (!(await isThere())) {
    if (Date.now() > end) throw new Error(`${what} did not happen within ${SETTLE_MS / 1000} s after the last kill`);
    await pause(100);
  }
}

/** Lets one more batch of each model close in peace, so that everything counted so far is opened, and stops both servers. */
async function settle({ leader, helper, leaderUrl }: Ground, crowd: Crowd): Promise<void> {
  const before = await roundsClosed(leaderUrl);
  await until(async () => (await roundsClosed(leaderUrl)) >= before + Object.keys(MODELS).length, 'A round of each model');
  await crowd.stop();
  await leader.stop(); // first: its last turn may still ask the helper
  await helper.stop();
}

/** What a stranger finds who recomputes everything the leader published. */
function audit(program: string, leaderUrl: string, policy: string): readonly string[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'verify', leaderUrl, '--policy', policy], { encoding: 'utf8' });
  return status === 0 ? [] : [`homebird verify ended with ${status}: ${`${stdout}${stderr}`.trim().split('\n').slice(-3).join(' / ')}`];
}

/** Kills leader and helper again and again while devices report, then checks both servers' files from outside. */
export async function runKills({ program, kills: wanted, seed, say }: KillRunOptions): Promise<KillRun> {
  const chance = seededChance(seed);
  const ground = await prepareGround({ program, models: MODELS });
  const started = Date.now();
  let isGood = false;
  try {
    await ground.helper.start();
    const ready = await ground.leader.start();
    const crowd = startCrowd(ground.leaderUrl, seededChance(seed + 1));
    const onKill = ({ leader, helper, closing, starting }: KillCount): void => {
      const done = leader + helper;
      if (done % KILLS_A_LINE > 1 && done < wanted) return;
      say(`kills ${done}/${wanted} (leader ${leader}, helper ${helper}; ${closing} at a closing, ${starting} at a start) · acknowledged ${crowd.acknowledged()} · tasks ${crowd.tasks().length} · ${Math.round((Date.now() - started) / 1000)} s`);
    };
    const kills = await killAgainAndAgain(ground, crowd, { wanted, batch: BATCH, chance, onKill });
    await until(() => crowd.tasks().length > 0, 'A first task');
    await settle(ground, crowd);
    const verdict = await checkFiles(ground, crowd);
    await ground.helper.start();
    await ground.leader.start();
    const faults = [...crowd.faults(), ...verdict.faults, ...audit(program, ground.leaderUrl, String(ready?.['policy']))];
    for (const { name, unasked } of [ground.leader, ground.helper]) if (unasked() > 0) faults.push(`the ${name} ended by itself ${unasked()} times`);
    isGood = faults.length === 0;
    return { kills, acknowledged: crowd.acknowledged(), repeated: crowd.repeated(), retried: crowd.retried(), verdict, faults, folder: ground.folder };
  } finally {
    await ground.leave(!isGood);
  }
}
