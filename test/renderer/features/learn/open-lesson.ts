import { flushPromises, type DOMWrapper, type VueWrapper } from '@vue/test-utils'
import { expect, vi } from 'vitest'
import LearnView from '../../../../src-renderer/features/learn/LearnView.vue'
import { findLesson } from '../../../../src-renderer/features/learn/lessons.ts'
import { FakeApi } from '../../fake-api.ts'
import { mountView } from '../../mount-view.ts'
import { ANSWERS, type Answer } from './answers.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
// KaTeX asks for it when it is loaded; this document leaves it out.
Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat' })

/** A lesson, with what it loads having arrived. */
export async function openLesson(name: string, api = new FakeApi()): Promise<VueWrapper> {
  const { view } = await mountView(LearnView, api, `/learn/${name}`)
  await vi.dynamicImportSettled()
  await flushPromises()
  return view
}

/** Types into a field of the page, by its test id. */
export async function edit(view: VueWrapper, testId: string, value: number | string): Promise<void> {
  await view.get(`[data-testid="${testId}"]`).setValue(String(value))
}

/** What stands in a part of the page, with plain minus signs and single spaces. */
export function textOf(view: VueWrapper, testId: string): string {
  return plain(view.get(`[data-testid="${testId}"]`).text())
}
export const plain = (text: string): string => text.replaceAll('\u2212', '-').replace(/\s+/g, ' ')

async function give(task: Omit<DOMWrapper<Element>, 'exists'>, answer: Answer): Promise<void> {
  if ('type' in answer) await task.get('[data-testid="task-input"]').setValue(answer.type)
  if ('option' in answer) await task.findAll('[data-testid="task-option"]')[answer.option]!.trigger('change')
  if ('bits' in answer)
    for (const [index, button] of task.findAll('[data-testid="task-bit"]').entries())
      if ((button.attributes('aria-pressed') === 'true') !== (answer.bits[index] === 1)) await button.trigger('click')
  await task.trigger('submit')
}

const wrong = (answer: Answer): Answer => {
  if ('type' in answer) return { type: String(Number(answer.type) + 1) }
  if ('option' in answer) return { option: answer.option === 0 ? 1 : 0 }
  if ('bits' in answer) return { bits: answer.bits.map((bit) => 1 - bit) }
  return answer
}

/** Answers every task of a lesson, or some of them, wrong, then right, and finds both said. */
export async function answerAll(view: VueWrapper, lesson: string, ids = findLesson(lesson)!.tasks): Promise<void> {
  for (const id of ids) {
    const answer = ANSWERS[`${lesson}/${id}`]!
    const task = view.get(`[data-task="${id}"]`)
    const outcome = (): string => task.get('[data-testid="task-outcome"]').text()
    await give(task, wrong(answer))
    expect(outcome(), id).toMatch(/^Not yet/)
    await give(task, answer)
    expect(outcome(), id).toMatch(/^Right\./)
  }
}
