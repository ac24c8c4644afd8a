import { commands, isCommandName, type CommandName, type CommandOutput } from '../contract/contract.ts'
import { GlassboxError } from '../contract/errors.ts'

type Handle = (input: never) => Promise<unknown>

/**
 * Parses the input of a command, from wherever it came, and carries it out.
 * @throws {GlassboxError} `input/invalid` for an unknown command
 * @throws {ZodError} for an input that does not fit
 */
export function dispatch<N extends CommandName>(
  handlers: Readonly<Record<N, Handle>>,
  name: N,
  input: unknown,
): Promise<CommandOutput<N>> {
  const parsed = commands[name].input.parse(input)
  return handlers[name](parsed as never) as Promise<CommandOutput<N>>
}

/** @throws {GlassboxError} `input/invalid` */
export function commandName(name: string): CommandName {
  if (isCommandName(name)) return name
  throw new GlassboxError('input/invalid', `There is no command "${name}".`, {
    hint: 'Reload the page: it may be of another version.',
  })
}
