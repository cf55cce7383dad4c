/**
 * **Knows** how well the assistant answers: judged questions about the demo shop's pages in both languages, split into those that
 * its threshold was chosen on and those that it is measured on.
 * **Not here** its speed and bytes (`#bench/speed`), the pages asked about (`#server/demoshop`).
 * **Trust** questions, pages and concepts were written by the same people, so a shop's own will do worse: docs/BENCHMARKS.md says so.
 */
export { assistantFigures } from './figures.ts';
