import { aDeployment, aKeyRing } from '../a-deployment.ts';
import { serveFixture, type FixtureFile, type SeenRequest } from '../fixture-site.ts';

/** Between two days, ms. */
export const DAY_MS = 86_400_000;

/** A leader with one open task, signed and logged for real, that keeps each report as it came. */
export interface FixtureLeader {
  readonly url: string;
  readonly policy: string;
  /** Bodies in the order they came, again where one came again. */
  readonly reports: readonly Buffer[];
  /** What was asked for, paths in order. */
  readonly asked: readonly string[];
  /** Signs everything anew at that time, ms since 1970. */
  issue(atMs: number): Promise<void>;
  /** Status of the next answers to reports. */
  answerWith(status: number): void;
  /** Answers nothing that is asked for until the function it gives is called; reports are answered. */
  hold(): () => void;
  /** From now on without the reports of earlier. */
  forget(): void;
  close(): Promise<void>;
}

/** Starts with a task that opened a minute ago and stays open for almost a week. */
export async function serveLeader(): Promise<FixtureLeader> {
  const [keys, opensMs] = [await aKeyRing(), Date.now() - 60_000];
  const files: Record<string, FixtureFile | ((request: SeenRequest) => FixtureFile | Promise<FixtureFile>)> = {};
  const site = await serveFixture({ files });
  const [reports, asked]: [Buffer[], string[]] = [[], []];
  let status = 201;
  let held: Promise<void> | undefined;
  const deploymentAt = (atMs: number) => aDeployment(keys, {
    policy: (policy) => ({ ...policy, leaderUrl: site.origin }),
    task: (task) => ({ ...task, leader: { ...task.leader, url: site.origin }, opensMs, closesMs: opensMs + 7 * DAY_MS - 1 }),
    manifest: (manifest) => ({ ...manifest, issuedMs: atMs }), cosignedMs: atMs,
  });
  const issue = async (atMs: number): Promise<void> => {
    for (const [path, body] of (await deploymentAt(atMs)).files) {
      files[path] = async ({ url }) => {
        asked.push(url);
        await held;
        return { type: 'application/octet-stream', body };
      };
    }
  };
  files['/v1/reports'] = ({ method, body }) => {
    const headers = { 'access-control-allow-headers': 'content-type' };
    if (method !== 'POST') return { type: 'text/plain', body: '', headers };
    reports.push(body);
    return { type: 'application/problem+json', body: '{}', status, headers };
  };
  await issue(Date.now());
  return {
    url: site.origin, policy: (await deploymentAt(opensMs)).policyHash, reports, asked, issue,
    answerWith(next) {
      status = next;
    },
    hold() {
      let letGo: () => void = () => undefined;
      held = new Promise((resolve) => { letGo = resolve; });
      return letGo;
    },
    forget() {
      reports.length = 0;
      asked.length = 0;
      status = 201;
    },
    close: () => site.close(),
  };
}
