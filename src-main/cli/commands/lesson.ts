import { LESSONS, type LessonOptions } from '../../../src-engine/lessons/lessons.ts'
import { GlassboxError } from '../../contract/errors.ts'
import { EXIT } from '../exit-codes.ts'
import { lessonText } from '../lesson-text.ts'
import { print, printJson, table } from '../output.ts'
import type { GlobalOptions } from '../with-app.ts'

export interface LessonCommandOptions extends GlobalOptions, LessonOptions {}

/** A lesson's numbers without its page; without a name, what lessons there are. */
export async function lesson(name: string | undefined, options: LessonCommandOptions): Promise<number> {
  if (name === undefined) {
    if (options.json) printJson(LESSONS.map(({ name: called, about, takes }) => ({ name: called, about, takes })))
    else print(table(LESSONS.map(({ name: called, about }) => [called, about])))
    return EXIT.ok
  }
  const found = LESSONS.find((one) => one.name === name)
  if (!found)
    throw new GlassboxError('not-found', `There is no lesson "${name}".`, {
      hint: `There are ${LESSONS.map((one) => one.name).join(', ')}.`,
    })
  const given = chosen(options)
  const refused = Object.keys(given).find((key) => !found.takes.some((taken) => taken === key))
  if (refused !== undefined)
    throw new GlassboxError('input/invalid', `The lesson "${name}" has no --${refused}.`, {
      hint:
        found.takes.length > 0
          ? `It takes ${found.takes.map((one) => `--${one}`).join(' and ')}.`
          : 'Leave it out: its numbers are always the same.',
    })
  const numbers = found.numbers(given)
  if (options.json) printJson(numbers)
  else print(lessonText(numbers))
  return EXIT.ok
}

function chosen({ steps, order, seeds }: LessonCommandOptions): LessonOptions {
  return {
    ...(steps === undefined ? {} : { steps }),
    ...(order === undefined ? {} : { order }),
    ...(seeds === undefined ? {} : { seeds }),
  }
}
