import type { CommandInput } from '../../contract/contract.ts'
import { GlassboxError } from '../../contract/errors.ts'
import { changeLine } from '../change-line.ts'
import { EXIT } from '../exit-codes.ts'
import { print, printJson } from '../output.ts'
import { withApp, type GlobalOptions } from '../with-app.ts'

export interface ChangeOptions extends GlobalOptions {
  readonly set: readonly (readonly [path: string, value: unknown])[]
}

/** What of a run can be set in its middle, by its path in the config. */
const FIELDS: Readonly<Record<string, keyof CommandInput<'runs/change'>>> = {
  'training.optimizer.learningRate': 'learningRate',
  'training.optimizer.type': 'optimizer',
}

/** Sets the rate or the method of a run that trains or rests. */
export function runsChange(name: string, { set, ...options }: ChangeOptions): Promise<number> {
  return withApp(options, 'write', async (app) => {
    const { id } = await app.invoke('runs/find', { run: name })
    const wanted = set.map(([path, value]) => [fieldOf(path), value] as const)
    const input = { id, ...Object.fromEntries(wanted) } as CommandInput<'runs/change'>
    const { change } = await app.invoke('runs/change', input)
    if (options.json) printJson({ id, change })
    else print(change ? changeLine(change) : 'Nothing is otherwise than it was.')
    return EXIT.ok
  })
}

function fieldOf(path: string): string {
  const field = FIELDS[path]
  if (field) return field
  throw new GlassboxError('input/invalid', `"${path}" cannot be changed in the middle of a run.`, {
    hint: `What can be: ${Object.keys(FIELDS).join(' and ')}. Fork the run for anything else.`,
  })
}
