/**
 * **Knows** the model zoo: every encoder, loss, size and compression the default was chosen from, trained in one place and
 * ranked by the shared harness.
 * **Not here** what ships (`#worker/models`), heads (`#bench/heads`), files and splits (`#bench/data`), ranking and
 * metrics (`#bench/evaluate`).
 * **Trust** arguments come from the person who runs it; a wrong one is an error that names the choices.
 */
export { runModels } from './run.ts';
