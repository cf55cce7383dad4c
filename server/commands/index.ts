/**
 * **Knows** the command line: what each command is called, reads, starts and prints.
 * **Not here** what leader, helper, sites, catalogue and simulation do: this room only wires them together.
 * `simulate` is the one command whose work lies in `bench`: its devices stand on shoppers and data that only measurements
 * use, which nothing else of a server may import, and `serve` starts it as a process of its own.
 * **Trust** runs with the rights of who typed it; keys and secrets lie in the data folder, readable by that user only.
 */
export { runCommand } from './run.ts';
