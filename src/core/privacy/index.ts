/**
 * **Knows** the floors a device holds a task to, exact noise, and what a report costs (zCDP).
 * **Not here** the ledger's storage (`#page/store`), clipping (`#core/fedavg`), the bytes of a task (`#core/protocol`).
 * **Trust** a hostile task is refused with its reason; a clock set back refunds nothing, one set forward frees budget early.
 */
export { analyticGaussianEpsilon, epsilonOf, normalTail, rhoOfReport, rhoOfTask, spentRho } from './accountant.ts';
export { budgetOf } from './budget.ts';
export { budgetFault } from './budget-fault.ts';
export { checkTask, floorFault } from './check-task.ts';
export { checkMeasureTask } from './measure-floors.ts';
export { checkModelTask } from './model-floors.ts';
export { discreteGaussianVector } from './discrete-gaussian.ts';
export { discreteLaplaceVariance, discreteLaplaceVector } from './discrete-laplace.ts';
export { FLOORS, floorsUnder, noiseMultiplierOf, noiseToSignal, noiseVarianceFor } from './floors.ts';
export { isMovedOutMark, movedOutMark, movedOutUntilMs } from './moved.ts';
export { noiseFor } from './noise-for.ts';
export { noiseMultiplierFor } from './noise-multiplier.ts';
export { rhoOfPureEpsilon } from './pure-epsilon.ts';
