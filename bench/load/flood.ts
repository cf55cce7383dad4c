import { Agent, request } from 'node:http';

/** What became of a flood. */
export interface Flood {
  /** How often each status came back. */
  readonly statuses: ReadonlyMap<number, number>;
  readonly seconds: number;
}

/** One POST over `agent`; resolves with its status once the answer is read. */
function post(url: string, body: Uint8Array, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers: { 'content-length': body.length } }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0)).on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Posts every body once, `clients` at a time, each over a connection that it keeps. */
export async function flood(url: string, bodies: readonly Uint8Array[], clients: number): Promise<Flood> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const statuses = new Map<number, number>();
  const waiting = [...bodies];
  const startMs = performance.now();
  await Promise.all(Array.from({ length: clients }, async () => {
    for (let body = waiting.pop(); body; body = waiting.pop()) {
      const status = await post(url, body, agent);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  }));
  agent.destroy();
  return { statuses, seconds: (performance.now() - startMs) / 1000 };
}
