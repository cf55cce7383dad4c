/**
 * **Knows** proofs that shared inputs satisfy a circuit, which many verifiers check without seeing them (BBCGGI19): the circuits,
 * the proof of VDAF-11 that PINE rests on, and the proof of VDAF-20 that Prio3 rests on.
 * **Not here** arithmetic (`#core/field`), who sends which part to whom (`#core/vdaf`).
 * **Trust** sizes are the caller's promise; values may be anything, and a false one survives with the probability that the
 * circuit's parameters say.
 */
export type { Circuit } from './circuit.ts';
export { countCircuit, histogramCircuit, l1BoundSumCircuit, sumCircuit, sumVecCircuit, type VectorShape } from './circuits.ts';
export { decide, proofLengths, prove, query, type ProofLengths } from './lagrange.ts';
export { isProductConsistent, logProofSizeOf, monomialProofLength, monomialVerifierLength, proveMonomial, queryMonomial } from './monomial.ts';
export { mainOutput, mainRows, normOutput, normRows, PINE_JOINT_RANDOMNESS, pineStatement, type PineShape, type PineStatement } from './pine.ts';
export { arraySignedDots, MAX_SIGNED_DOTS_LENGTH, type SignedDots } from './signed-dots.ts';
export { joined, wireCount, type WireShape } from './wires.ts';
