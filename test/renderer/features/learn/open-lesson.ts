import type { VueWrapper } from '@vue/test-utils'
import { vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { findLesson } from '../../../../src-renderer/features/learn/lessons.ts'
import LessonFrame from '../../../../src-renderer/features/learn/LessonFrame.vue'
import { FakeApi } from '../../fake-api.ts'
import { mountView } from '../../mount-view.ts'

// KaTeX looks once, when it is loaded, and draws in standards mode alone.
Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat' })
// A page computes all that it shows.
vi.setConfig({ testTimeout: 30_000 })

/** A lesson on its page, without the contents beside it. */
export async function openLesson(name: string, api = new FakeApi()): Promise<VueWrapper> {
  const lesson = findLesson(name)
  if (!lesson) throw new RangeError(`There is no lesson ${name}.`)
  const { default: page } = await lesson.page()
  const Framed = defineComponent(() => () => h(LessonFrame, { lesson, number: 1 }, () => h(page)))
  return (await mountView(Framed, api, `/learn/${name}`)).view
}

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

/** Changes a number where it stands. */
export const edit = (view: VueWrapper, testId: string, value: number): Promise<void> =>
  view.get(`[data-testid="${testId}"]`).setValue(String(value))

/** The cells of a table, row by row. */
export const cells = (view: VueWrapper, testId: string): string[][] =>
  view
    .get(`[data-testid="${testId}"]`)
    .findAll('tbody tr')
    .map((row) => row.findAll('th, td').map((cell) => cell.text()))
