/**
 * **Knows** how a closed batch becomes the next model, from files to files.
 * **Not here** the arithmetic (`#core/fedavg`), when a batch closes (`#server/leader`), the auditor's repetition (`#core/audit`).
 * **Trust** shares and files may be wrong: then the step is a fault and the old model stays.
 */
export { stepModel, type StepInput, type StepOutput } from './step.ts';
