/**
 * **Knows** how to torture a deployment from outside: it kills the shipped program's processes while simulated devices report,
 * sends what no honest sender would, and then reads the servers' files and metrics to see whether every promise held.
 * **Not here** the promises themselves (`docs/RELIABILITY.md`, `#server/store`), faults inside one process (`tests/unit/server`).
 * **Trust** runs the built program as it ships, with no switch of its own inside it; its seed decides all but the machine's timing.
 */
export { runTorture } from './run.ts';
export { runKills } from './kill-run.ts';
export { runFuzz } from './fuzz-run.ts';
export { prepareGround, type Ground } from './ground.ts';
export { firstOffer, makeReports, valueOf, type OpenTask } from './reports.ts';
export { runFlood } from './flood-run.ts';
