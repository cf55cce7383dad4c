/**
 * **Knows** what verified reports cost: the servers' time and memory under load, beside a server that only adds numbers up, and
 * a device's time in a real browser worker.
 * **Not here** how figures are shown (`#bench/speed`); what happens when servers are killed or lied to (`#bench/torture`).
 * **Trust** runs the built program as it ships and reads its times from the kernel; every report counted is checked in both files.
 */
export { measureAggregators } from './aggregators.ts';
export { measureClient } from './client.ts';
export { PLAIN_PROGRAM, runPlain } from './plain.ts';
export { measureMemory, measureServers, type Programs } from './servers.ts';
