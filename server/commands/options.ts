import { parseArgs, type ParseArgsConfig } from 'node:util';
import { fail, ok, type Fault, type Result } from '#core/units';

/** Why a command line was not understood. The message is for the person who typed it. */
export type UsageFault = Fault<'usage'>;

/** Values by option name, and what stood without one. */
export interface Arguments {
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly positionals: readonly string[];
}

/** What Node says of a command line, and the options there are where it found an unknown one. */
function usageMessage(error: unknown, options: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error);
  const [unknown] = /^Unknown option '[^']*'/.exec(message) ?? [];
  return unknown === undefined ? message : `${unknown}; options are ${options.map((name) => `--${name}`).join(' ')}`;
}

/** Reads a command line; an unknown option is a fault that names it. */
export function readArguments(argv: readonly string[], options: NonNullable<ParseArgsConfig['options']>): Result<Arguments, UsageFault> {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options: { ...options, help: { type: 'boolean', short: 'h' } }, allowPositionals: true, strict: true });
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
