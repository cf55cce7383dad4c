import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Database } from '../../server/libsql/index.ts';

/** Runs the statements it is sent and wakes who waits for the answer. */
const FAR_SIDE = `
const { workerData: { path, port, bell } } = require('node:worker_threads');
let opened;
const open = () => {
  const Libsql = require('libsql');
  const made = new Libsql(path);
  made.pragma('busy_timeout = 10000');
  made.pragma('journal_mode = WAL');
  return made;
};
const rows = (found) => found.map(({ _metadata, ...row }) => Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, cell instanceof ArrayBuffer || Buffer.isBuffer(cell) ? new Uint8Array(cell) : cell])));
const bound = (cells) => cells.map((cell) => cell instanceof Uint8Array ? Buffer.from(cell) : cell);
const verbs = {
  run: (sql, cells, file) => file.prepare(sql).run(bound(cells)).changes,
  all: (sql, cells, file) => rows(file.prepare(sql).all(bound(cells))),
  script: (sql, cells, file) => void file.exec(sql),
  close: (sql, cells, file) => file.close(),
};
port.on('message', ({ verb, sql, cells }) => {
  let answer;
  // Opened in here: what is thrown outside ends the thread, and who waits for it hears of nothing.
  try { answer = { value: verbs[verb](sql, cells, opened ??= open()) }; } catch (error) { answer = { error: error.message }; }
  port.postMessage(answer);
  Atomics.add(bell, 0, 1);
  Atomics.notify(bell, 0);
  if (verb === 'close') port.close();
});
`;

/** Longest wait for one statement, ms: a thread that died says nothing. */
const ANSWER_MS = 60_000;

type Verb = 'run' | 'all' | 'script' | 'close';

/**
 * A database whose every statement is answered from elsewhere: another thread here, a server for one that several processes
 * share. It waits for the answer, as the port has it, so that nothing above notices.
 */
export function databaseInAThread(path: string, schema: string): Database {
  const { port1: near, port2: far } = new MessageChannel();
  const bell = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(FAR_SIDE, { eval: true, workerData: { path, port: far, bell }, transferList: [far] });
  worker.unref();
  const ask = (verb: Verb, sql: string, cells: readonly unknown[]): unknown => {
    const before = Atomics.load(bell, 0);
    near.postMessage({ verb, sql, cells });
    if (Atomics.wait(bell, 0, before, ANSWER_MS) === 'timed-out') throw new Error(`The thread did not answer "${sql.slice(0, 60)}" in ${ANSWER_MS} ms`);
    const answer = receiveMessageOnPort(near) as { readonly message: { readonly value?: unknown; readonly error?: string } } | undefined;
    if (!answer) throw new Error('The bell rang and no answer came');
    const { value, error } = answer.message;
    if (error !== undefined) throw new Error(error);
    return value;
  };
  ask('script', schema, []);
  const all: Database['all'] = (sql, ...cells) => ask('all', sql, cells) as ReturnType<Database['all']>;
  return {
    all,
    run: (sql, ...cells) => ask('run', sql, cells) as number,
    first: (sql, ...cells) => all(sql, ...cells)[0],
    script: (sql) => void ask('script', sql, []),
    close() {
      ask('close', '', []);
      near.close();
    },
  };
}
