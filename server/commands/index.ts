/**
 * **Knows** the command line: what each command is called, reads, starts and prints.
 * **Not here** what leader, helper, sites, catalogue and simulation do: this room only wires them together.
 * **Trust** runs with the rights of who typed it; keys and secrets lie in the data folder, readable by that user only.
 */
export { runCommand } from './run.ts';
