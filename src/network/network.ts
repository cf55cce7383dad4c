import type { Network } from '#core/protocol';
import { load } from './load.ts';
import { sender, type Outlet } from './send.ts';

/** Both doors, for page and worker. */
export function browserNetwork(outlet: Outlet): Network {
  return { load, send: sender(outlet) };
}
