/**
 * **Knows** how well the assistant answers: judged questions in both languages about the demo shop's pages and those of two
 * other shops, split into those that its weights were fitted on and those that it is measured on; one shop is only measured on.
 * **Not here** its speed and bytes (`#bench/speed`), the pages asked about (`#server/demoshop`).
 * **Trust** questions, pages and concepts were written by the same people, but for the shop that is only measured on: docs/BENCHMARKS.md tells them apart.
 */
export { assistantFigures } from './figures.ts';
