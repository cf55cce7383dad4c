/** Prometheus text of a server. */
export async function metricsOf(url: string): Promise<string> {
  return (await fetch(`${url}/metrics`)).text();
}

/** Memory that a server's metrics say it holds, MB. */
export function residentMegabytes(metrics: string): number {
  return Number(/^homebird_resident_bytes (\S+)$/m.exec(metrics)?.[1]) / 1024 / 1024;
}

/** Rounds a leader has published; 0 while it cannot be asked. */
export async function roundsClosed(leaderUrl: string): Promise<number> {
  const answer = await fetch(`${leaderUrl}/v1/rounds`).catch(() => undefined);
  return answer?.ok ? ((await answer.json()) as { readonly rounds: readonly unknown[] }).rounds.length : 0;
}
