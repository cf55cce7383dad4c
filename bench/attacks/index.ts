/**
 * **Knows** what can be read out of a report, a sum and a model, and what bad reports do to one: attacks as strong as we can
 * make them, against what each party really holds.
 * **Not here** the promise (`#core/privacy`), the proof and its own attacks (`#core/vdaf`), faults of machines (`#bench/torture`).
 * **Life of an attack** 1. `sceneOf` is the shop, and what of it is public. 2. `stageOf` trains targets, others and the attacker's
 * own devices with the client's code. 3. an `Observer` gives what one party sees of sums, a `Writer` all that a server has of
 * one report. 4. inversion, membership, distinguishing and poisoning are judged with intervals, beside chance and the bound
 * that the noise gives.
 * **Trust** every attack must first succeed on what nobody sees; one that fails there proves nothing elsewhere.
 */
export { runAttacks } from './run.ts';
