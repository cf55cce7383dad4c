import { join, resolve } from 'node:path';
import { COSIGNATURE_V1, keyLine } from '#core/tlog';
import { ok, toHex, type Result } from '#core/units';
import { ed25519, webSymmetric, webRandomness } from '#page/crypto';
import { createHelperApp, createLogCopy } from '#server/helper';
import { createLogger, createMetrics } from '#server/http';
import { identityIn } from '#server/pair';
import { openHelperStore } from '#server/libsql';
import { leaderUrlOf } from './audit-over-http.ts';
import { pairSecretAt } from './data-folder.ts';
import { integerOption, readArguments, textOption, type Arguments, type UsageFault } from './options.ts';
import type { Streams } from './output.ts';
import { announce, serveRole, stopRequested, systemClock } from './role.ts';

/** Help of `homebird helper`. */
const HELPER_HELP = `homebird helper --data DIR [--leader URL] [--port N] [--host ADDRESS] [--secret FILE]

Runs the auditor's half of a deployment: it holds one share of every report, adds its own noise, opens no sum of fewer
than the promised number of devices, and cosigns the log. Run it on a machine that the shop does not control.

  --data DIR      keys, sums and answers of this helper; never share it with the leader
  --leader URL    address of the leader: the helper then keeps and serves its own copy of the log that it cosigns
  --port N        where it listens (default 7414)
  --host ADDRESS  which address it listens on (default 127.0.0.1)
  --secret FILE   64 hex digits that leader and helper share; made if absent (default DIR/pair-secret)
  -h, --help      this text

Exit code: 0 stopped, 1 could not start, 2 wrong arguments.
`;

/** Where a helper listens unless told otherwise: the last of the five ports of `homebird serve`. */
const DEFAULT_PORT = 7414;

/** The leader whose log is copied; undefined for none. */
function leaderOption(args: Arguments): Result<string | undefined, UsageFault> {
  const text = textOption(args, 'leader');
  return text === undefined ? ok(undefined) : leaderUrlOf(text);
}

/** Runs `homebird helper` until it is asked to stop. */
export async function runHelper(argv: readonly string[], streams: Streams): Promise<number> {
  const { out, err } = streams;
  const args = readArguments(argv, { data: { type: 'string' }, leader: { type: 'string' }, port: { type: 'string' }, host: { type: 'string' }, secret: { type: 'string' }, 'with-parent': { type: 'boolean' } });
  if (args.ok && args.value.values['help'] === true) {
    out.write(HELPER_HELP);
    return 0;
  }
  const port = args.ok ? integerOption(args.value, 'port', { min: 0, max: 65_535, fallback: DEFAULT_PORT }) : args;
  const data = args.ok ? textOption(args.value, 'data') : undefined;
  const leader = args.ok ? leaderOption(args.value) : args;
  if (!args.ok || !port.ok || !leader.ok || data === undefined) {
    const fault = [args, port, leader].find((read) => !read.ok);
    err.write(`${fault?.ok === false ? fault.fault.message : 'Wanted --data DIR'}\n\n${HELPER_HELP}`);
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
  const helper = { store: store.value, identity, secret: secret.value, clock: systemClock, randomness: webRandomness, symmetric: webSymmetric, ed25519, metrics, logger };
  const app = createHelperApp(helper);
  const copy = leader.value === undefined ? undefined : createLogCopy(helper, leader.value);
  const listening = await serveRole({ fetch: (request) => app.fetch(request), host: textOption(args.value, 'host') ?? '127.0.0.1', port: port.value, metrics }, streams);
  if (!listening) return 1;
  const stopped = stopRequested({ withParent: args.value.values['with-parent'] === true });
  announce(streams, { role: 'helper', port: listening.port, key: keyLine(identity.signer.name, identity.signer.publicKey, COSIGNATURE_V1) });
  copy?.start();
  await stopped;
  await copy?.stop();
  await listening.close();
  await store.value.close();
  return 0;
}
