/**
 * **Knows** proofs that shared inputs satisfy a circuit, which many verifiers check without seeing them (BBCGGI19): the circuits,
 * and the proof of VDAF-11 that PINE rests on.
 * **Not here** arithmetic (`#core/field`), who sends which part to whom (`#core/vdaf`).
 * **Trust** sizes are the caller's promise; values may be anything, and a false one survives with the probability that the
 * circuit's parameters say.
 */
export {
  arityOf, isGadgetWellFormed, logProofSizeOf, monomialProofLength, monomialVerifierLength, proveMonomial, queryMonomial, type ProductGadget,
} from './monomial.ts';
export { mainInputs, mainOutput, normOutput, PINE_JOINT_RANDOMNESS, pineStatement, type PineShape, type PineStatement } from './pine.ts';
export { arraySignedDots, MAX_SIGNED_DOTS_LENGTH, type SignedDots } from './signed-dots.ts';
