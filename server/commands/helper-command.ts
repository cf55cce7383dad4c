import { join, resolve } from 'node:path';
import { COSIGNATURE_V1, keyLine } from '#core/tlog';
import { toHex } from '#core/units';
import { ed25519, webSymmetric, webRandomness } from '#page/crypto';
import { createHelperApp } from '#server/helper';
import { createLogger, createMetrics } from '#server/http';
import { identityIn } from '#server/pair';
import { openHelperStore } from '#server/libsql';
import { pairSecretAt } from './data-folder.ts';
import { integerOption, readArguments, textOption } from './options.ts';
import type { Streams } from './output.ts';
import { announce, serveRole, stopRequested, systemClock } from './role.ts';

/** Help of `homebird helper`. */
const HELPER_HELP = `homebird helper --data DIR [--port N] [--host ADDRESS] [--secret FILE]

Runs the auditor's half of a deployment: it holds one share of every report, adds its own noise, opens no sum of fewer
than the promised number of devices, and cosigns the log. Run it on a machine that the shop does not control.

  --data DIR      keys, sums and answers of this helper; never share it with the leader
  --port N        where it listens (default 7414)
  --host ADDRESS  which address it listens on (default 127.0.0.1)
  --secret FILE   64 hex digits that leader and helper share; made if absent (default DIR/pair-secret)
  -h, --help      this text

Exit code: 0 stopped, 1 could not start, 2 wrong arguments.
`;

/** Where a helper listens unless told otherwise: the last of the five ports of `homebird serve`. */
const DEFAULT_PORT = 7414;

/** Runs `homebird helper` until it is asked to stop. */
export async function runHelper(argv: readonly string[], streams: Streams): Promise<number> {
  const { out, err } = streams;
  const args = readArguments(argv, { data: { type: 'string' }, port: { type: 'string' }, host: { type: 'string' }, secret: { type: 'string' }, 'with-parent': { type: 'boolean' } });
  if (args.ok && args.value.values['help'] === true) {
    out.write(HELPER_HELP);
    return 0;
  }
  const port = args.ok ? integerOption(args.value, 'port', { min: 0, max: 65_535, fallback: DEFAULT_PORT }) : args;
  const data = args.ok ? textOption(args.value, 'data') : undefined;
  if (!args.ok || !port.ok || data === undefined) {
    err.write(`${args.ok ? (port.ok ? 'Wanted --data DIR' : port.fault.message) : args.fault.message}\n\n${HELPER_HELP}`);
    return 2;
  }
  const secret = pairSecretAt(resolve(textOption(args.value, 'secret') ?? join(data, 'pair-secret')));
  const store = openHelperStore(join(resolve(data), 'helper.db'));
  if (!secret.ok || !store.ok) {
    err.write(`${secret.ok ? (store.ok ? '' : store.fault.message) : secret.fault.message}\n`);
    return 1;
  }
  const [metrics, logger] = [createMetrics(), createLogger('helper')];
  const identity = await identityIn(store.value, 'helper', (publicKey) => `homebird/helper/${toHex(publicKey).slice(0, 12)}`);
  const app = createHelperApp({ store: store.value, identity, secret: secret.value, clock: systemClock, randomness: webRandomness, symmetric: webSymmetric, ed25519, metrics, logger });
  const listening = await serveRole({ fetch: (request) => app.fetch(request), host: textOption(args.value, 'host') ?? '127.0.0.1', port: port.value, metrics }, streams);
  if (!listening) return 1;
  const stopped = stopRequested({ withParent: args.value.values['with-parent'] === true });
  announce(streams, { role: 'helper', port: listening.port, key: keyLine(identity.signer.name, identity.signer.publicKey, COSIGNATURE_V1) });
  await stopped;
  await listening.close();
  await store.value.close();
  return 0;
}
