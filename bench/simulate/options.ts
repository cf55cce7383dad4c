import type { Clock } from '#core/units';
import { DataError, parseOptions } from '#bench/data';

/** What one simulation is asked to do. */
export interface SimulationOptions {
  /** Folder with `catalogue.json`, or a product feed. */
  readonly catalogue: string;
  /** Origin and path prefix of the leader. */
  readonly leaderUrl: string;
  /** Hash of the policy file; without it the leader's own is trusted, as fits a simulation. */
  readonly policy?: string;
  /** Devices that train. */
  readonly shoppers: number;
  /** Shoppers for each measurement of ads who tell what came of ads, each once, and do nothing else; none where left out. */
  readonly crowd?: number;
  /** Shoppers who never train and measure what is served. */
  readonly heldOut: number;
  readonly seed: number;
  /** Real shoppers to replay, in the `events` format; without it the choice model acts. */
  readonly events?: string;
  /** File of what the devices have promised; without it devices end with the process, and others come in their place. */
  readonly promises?: string;
  /** Ends the simulation. */
  readonly signal?: AbortSignal;
  /** `Date.now` by default; a test holds it. */
  readonly clock?: Clock;
}

export const SIMULATE_USAGE = `homebird simulate --catalogue DIR|FEED --leader URL [options]

Runs simulated devices: the client's own rooms with an in-memory store, speaking HTTP to a leader.
Prints one JSON line for each thing that happens.

  --catalogue PATH  folder that "homebird catalogue" wrote, or a product feed
  --leader URL      the leader's address
  --policy HASH     pinned policy; default: the one the leader serves
  --shoppers N      devices that train, default 200
  --crowd N         shoppers who only meet ads, for each measurement of them N others, default 0
  --held-out N      shoppers who never train and measure the served model, default 200
  --seed S          default 1
  --promises FILE   what devices have reported to, kept for the next start: without it a start over the same open
                    round reports to it twice
  --events FILE     replay real shoppers from a CSV (user_id,item_id,event_type,timestamp) instead of the choice model
`;

const OPTIONS = {
  catalogue: { type: 'string' }, leader: { type: 'string' }, policy: { type: 'string' }, shoppers: { type: 'string' }, crowd: { type: 'string' }, 'held-out': { type: 'string' },
  seed: { type: 'string' }, events: { type: 'string' }, promises: { type: 'string' }, help: { type: 'boolean', short: 'h' },
} as const;

/** Reads the command line; 'help' where help is asked for. @throws DataError naming what was wanted */
export function parseSimulationArguments(argv: readonly string[]): SimulationOptions | 'help' {
  const values = parseOptions(argv, OPTIONS);
  if (values.help === true) return 'help';
  const { catalogue, leader, policy, events, promises } = values;
  if (!catalogue) throw new DataError('Cannot simulate without --catalogue: wanted a catalogue folder or a product feed');
  if (!leader || !URL.canParse(leader)) throw new DataError(`Cannot simulate with leader "${leader ?? ''}": wanted --leader and its address, such as http://localhost:8003`);
  if (policy !== undefined && !/^[0-9a-f]{64}$/.test(policy)) throw new DataError(`Cannot pin policy "${policy}": wanted 64 hex digits`);
  return {
    catalogue, leaderUrl: leader.replace(/\/+$/, ''),
    ...(policy === undefined ? {} : { policy }), ...(events === undefined ? {} : { events }), ...(promises === undefined ? {} : { promises }),
    shoppers: count('shoppers', values.shoppers, 200), crowd: count('crowd', values.crowd, 0), heldOut: count('held-out', values['held-out'], 200), seed: count('seed', values.seed, 1),
  };
}

function count(name: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (text?.trim() === '' || !Number.isSafeInteger(value) || value < 0) throw new DataError(`Cannot use --${name} ${text ?? ''}: wanted a whole number`);
  return value;
}
