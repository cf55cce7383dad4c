import { measureAggregators, measureClient, measureMemory, measureServers, type Programs } from '#bench/load';
import { figure, type Figure } from './figure.ts';
import { quantile, timedFigure } from './timing.ts';

/** Entries of an update: the mix, a small encoder, T11, and one that no report of 65,536 bytes holds, for its arithmetic alone. */
const [MIX, SMALL, T11, LARGE] = [40, 4000, 10_850, 64_000] as const;
/** Uploads of one length: a second or more of each server. */
const UPLOADS = 400;
/** Reports prepared in this process. */
const PREPARED = 60;
const MANY_CLIENTS = 1000;
const CLIENT_RUNS = 40;

const perSecond = (ms: number): number => Math.round(1000 / ms);
const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

/** Verified reports over HTTP: processor time of each server, beside a plain server that sums the same integers. */
export async function measureVerifiedReports(programs: Programs): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const length of [SMALL, T11]) {
    const load = await measureServers(programs, length, UPLOADS);
    for (const [name, ms] of [['leader', load.leaderMs], ['helper', load.helperMs]] as const) {
      const how = `processor time of the ${name} for one report of ${length} entries (${load.bodyBytes} bytes) over HTTP, seal, proof and durable storage included: ${perSecond(ms)} reports/s/core; `
        + `baseline a node:http server that only sums them: ${perSecond(load.plainMs)}/s/core, so ${share(load.plainMs, ms)} of it`;
      figures.push(figure(`verified-${name}-${length}`, 'ms', ms, load.plainMs, how));
    }
  }
  return figures;
}

/** Preparation of reports at both servers in this process: no seal, no HTTP, no storage. */
export async function measurePreparation(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const length of [SMALL, T11, LARGE]) {
    const times = await measureAggregators(length, PREPARED);
    for (const [name, ms] of [['leader', times.leaderMs], ['helper', times.helperMs]] as const) {
      figures.push(figure(`prepare-${name}-${length}`, 'ms', ms, times.plainMs, `processor time of the ${name}'s preparation alone, leader share ${times.shareBytes} bytes: ${perSecond(ms)} reports/s/core; baseline adding ${length} integers`));
    }
  }
  return figures;
}

/** A leader's memory with many clients at a time, beside few. */
export async function measureLeaderMemory(programs: Programs): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const length of [MIX, T11]) {
    const [few, many] = await measureMemory(programs, length, MANY_CLIENTS);
    if (few && many) figures.push(figure(`leader-memory-${length}`, 'MB', many.megabytes, few.megabytes, `most memory of a leader while ${many.clients} clients at a time send reports of ${length} entries; baseline ${few.clients} clients`));
  }
  return figures;
}

/** A report in a browser's worker, from update to sealed bytes. */
export async function measureClientReport(root: string, executablePath: string): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const length of [MIX, T11]) {
    const { report, seals } = await measureClient(root, executablePath, { length, runs: CLIENT_RUNS });
    const sorted = (times: readonly number[]): number[] => times.toSorted((a, b) => a - b);
    figures.push(timedFigure(`client-report-${length}`, { ours: sorted(report), baseline: sorted(seals), how: `one report of ${length} entries in a worker of Chromium, rounding, shares, proof and seals; baseline both seals of as many bytes without a proof (p99 of ${CLIENT_RUNS}: ${quantile(sorted(report), 0.99).toFixed(1)} ms)` }));
  }
  return figures;
}
