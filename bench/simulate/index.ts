/**
 * **Knows** many devices in one process: the client's own rooms with memory stores, speaking HTTP to a real leader.
 * **Not here** how simulated shoppers choose (`#bench/shoppers`), quality on real data (`#bench/evaluate`).
 * **Life of a round** 1. a new task is offered. 2. each device whose turn comes opens the deployment, trains, seals, sends.
 * 3. the next task of the same model means that a week has passed: records age by seven days, shoppers shop on. 4. each new
 * model is measured on shoppers who never train. 5. before its first report of a week a device meets the week's ads, chosen by
 * the heads that are published, and the truth of it is told beside. A process that is started again goes on with the same
 * devices, because what they have promised is on disk: else each would give two reports to a round that was open meanwhile.
 * **Trust** holds no privileges: the same floors as in a browser, refused by the same code. Every line it prints is of
 * simulated shoppers and is labelled so wherever it is shown.
 */
export { heldAdFiles } from './ad-files.ts';
export type { SimulationLine } from './attend.ts';
export { adLearning } from './ad-learning.ts';
export { runSimulateCommand, runSimulation } from './run.ts';
