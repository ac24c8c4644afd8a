import type { VueWrapper } from '@vue/test-utils'

/** Answers a task: a number as typed, the place of an option, or a row of bits; gives what the page says then. */
export async function answer(
  view: VueWrapper,
  id: string,
  given: string | number | readonly number[],
): Promise<string> {
  const task = view.get(`[data-task="${id}"]`)
  if (typeof given === 'string') await task.get('[data-testid="task-input"]').setValue(given)
  else if (typeof given === 'number') await task.findAll('[data-testid="task-option"]')[given]!.setValue(true)
  else
    for (const [index, bit] of given.entries()) {
      const button = task.findAll('[data-testid="task-bit"]')[index]!
      if (button.attributes('aria-pressed') !== String(bit === 1)) await button.trigger('click')
    }
  await task.trigger('submit')
  return outcome(view, id)
}

export const outcome = (view: VueWrapper, id: string): string =>
  view.get(`[data-task="${id}"] [data-testid="task-outcome"]`).text()

/** The cells of a table, row by row. */
export const cells = (view: VueWrapper, testId: string): string[][] =>
  view
    .get(`[data-testid="${testId}"]`)
    .findAll('tbody tr')
    .map((row) => row.findAll('th, td').map((cell) => cell.text()))
