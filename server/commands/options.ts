import { parseArgs, type ParseArgsConfig } from 'node:util';
import { fail, ok, type Fault, type Result } from '#core/units';
import type { Output } from './output.ts';

/** Why a command line was not understood. The message is for the person who typed it. */
export type UsageFault = Fault<'usage'>;

/** Values by option name, and what stood without one. */
export interface Arguments {
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly positionals: readonly string[];
}

/** One sentence of what Node says of a command line, with the options there are where it found an unknown one. */
function usageMessage(error: unknown, options: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error);
  const [unknown] = /^Unknown option '[^']*'/.exec(message) ?? [];
  if (unknown !== undefined) return `${unknown}; options are ${options.map((name) => `--${name}`).join(' ')}`;
  const [, valueless] = /^Option '(?:-\w, )?(--[\w-]+)(?: <value>)?' argument (?:missing|is ambiguous)/.exec(message) ?? [];
  return valueless === undefined ? message.split('\n', 1)[0] ?? message : `Wanted a value after ${valueless}`;
}

/** `--name -1` as `--name=-1`: Node takes what begins with a dash for an option, and what is wrong with a number is then never said. */
function withNegatives(argv: readonly string[]): string[] {
  const joined: string[] = [];
  for (const argument of argv) {
    const before = joined.at(-1);
    if (/^-\d/.test(argument) && before !== undefined && /^--[\w-]+$/.test(before)) joined[joined.length - 1] = `${before}=${argument}`;
    else joined.push(argument);
  }
  return joined;
}

/** Says what was not understood and where the help is; gives the exit code of wrong arguments. @param command - its name */
export function refuseUsage(err: Output, command: string, { message }: Fault): number {
  err.write(`${message}\nsee homebird ${command} --help\n`);
  return 2;
}

/** Reads a command line; an unknown option is a fault that names it. */
export function readArguments(argv: readonly string[], options: NonNullable<ParseArgsConfig['options']>): Result<Arguments, UsageFault> {
  try {
    const { values, positionals } = parseArgs({ args: withNegatives(argv), options: { ...options, help: { type: 'boolean', short: 'h' } }, allowPositionals: true, strict: true });
    return ok({ values: values as Arguments['values'], positionals });
  } catch (error) {
    return fail('usage', usageMessage(error, [...Object.keys(options), 'help']));
  }
}

/** A whole number from `min` to `max`, or the fallback where the option is absent. */
export function integerOption({ values }: Arguments, name: string, { min, max, fallback }: { min: number; max: number; fallback: number }): Result<number, UsageFault> {
  const text = values[name];
  if (text === undefined) return ok(fallback);
  const value = Number(text);
  if (typeof text === 'string' && /^\d+$/.test(text) && value >= min && value <= max) return ok(value);
  return fail('usage', `Cannot use --${name} ${String(text)}: wanted a whole number from ${min} to ${max}`);
}

/** The text of an option, or undefined. */
export function textOption({ values }: Arguments, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** All texts of an option that may stand more than once. */
export function textsOption({ values }: Arguments, name: string): readonly string[] {
  const value = values[name];
  return Array.isArray(value) ? (value as readonly string[]) : [];
}
